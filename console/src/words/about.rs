//! A person's own pages: how things look, sessions, devices.

use super::words;

words! {
    size: "Size of text" / "Tamaño de letra";
    size_0: "As usual" / "Normal";
    size_1: "A little larger" / "Un poco más grande";
    size_2: "Larger" / "Más grande";
    size_3: "Largest" / "La más grande";
    theme: "Colours" / "Colores";
    theme_system: "As this device has it" / "Como los tiene este aparato";
    theme_light: "Light" / "Claros";
    theme_dark: "Dark" / "Oscuros";
    theme_contrast: "High contrast" / "Alto contraste";
    language: "Language" / "Idioma";
    english: "English" / "English";
    spanish: "Español" / "Español";
    save: "Save" / "Guardar";
    display_saved: "Your pages look like this from now on." / "Así se verán sus páginas desde ahora.";
}
