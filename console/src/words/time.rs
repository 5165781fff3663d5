//! Days and hours in words.

use super::words;

words! {
    monday: "Monday" / "lunes";
    tuesday: "Tuesday" / "martes";
    wednesday: "Wednesday" / "miércoles";
    thursday: "Thursday" / "jueves";
    friday: "Friday" / "viernes";
    saturday: "Saturday" / "sábado";
    sunday: "Sunday" / "domingo";
    january: "January" / "enero";
    february: "February" / "febrero";
    march: "March" / "marzo";
    april: "April" / "abril";
    may: "May" / "mayo";
    june: "June" / "junio";
    july: "July" / "julio";
    august: "August" / "agosto";
    september: "September" / "septiembre";
    october: "October" / "octubre";
    november: "November" / "noviembre";
    december: "December" / "diciembre";
    day(weekday, day, month, year): "{weekday}, {day} {month} {year}" / "{weekday}, {day} de {month} de {year}";
    short(day, month): "{day} {month}" / "{day} de {month}";
    today: "Today" / "Hoy";
    yesterday: "Yesterday" / "Ayer";
    at(day, time): "{day} at {time}" / "{day} a las {time}";
    minutes(count): "{count} min" / "{count} min";
    hours(count): "{count} h" / "{count} h";
    ago(span): "{span} ago" / "hace {span}";
    just_now: "just now" / "ahora mismo";
}
