//! A resident's week with the companion, as a relative sees it.

use super::words;

words! {
    title: "The week in words" / "La semana en palabras";
    link: "How the week was" / "Cómo fue la semana";
    of(name): "The last seven days of {name}" / "Los últimos siete días de {name}";
    intro: "A computer program counts this from their talks. It holds no words of theirs." / "Un programa cuenta esto a partir de sus conversaciones. No contiene sus palabras.";
    no_judgement: "How a day sounded is a guess, not a finding. If you worry, ask staff." / "Cómo sonó un día es una suposición, no un hallazgo. Si algo le preocupa, pregunte al personal.";
    empty: "They did not talk with the companion in these days. Days with a talk appear here." / "No habló con su compañía en estos días. Aquí aparecen los días con conversación.";
    talked(days): "Days with a talk: {days} of 7." / "Días con conversación: {days} de 7.";
    none_hard: "No message in these days was read as a crisis." / "Ningún mensaje de estos días se leyó como crisis.";
    some_hard(days): "Days with a message that was read as a crisis: {days}." / "Días con un mensaje que se leyó como crisis: {days}.";
    not_told: "Whether there was a crisis is not told here." / "Aquí no se dice si hubo una crisis.";
    truncated: "There were more messages than could be read. Some may be missing here." / "Hubo más mensajes de los que se pudieron leer. Puede faltar alguno.";
    beside: "A talk late in the evening may stand on the day beside." / "Una conversación de noche puede aparecer en el día de al lado.";
    messages(count): "Messages they wrote: {count}." / "Mensajes que escribió: {count}.";
    sounded_low: "The day sounded low." / "El día sonó triste.";
    sounded_mixed: "The day sounded mixed." / "El día sonó variado.";
    sounded_good: "The day sounded good." / "El día sonó bien.";
    called_good: "They called it a good day." / "Dijo que fue un día bueno.";
    called_middling: "They called it a middling day." / "Dijo que fue un día regular.";
    called_hard: "They called it a hard day." / "Dijo que fue un día difícil.";
    crisis(count): "Messages that were read as a crisis: {count}." / "Mensajes que se leyeron como crisis: {count}.";
    not_permitted: "You may not see how the week was. The resident decides that." / "Usted no puede ver cómo fue la semana. Eso lo decide el residente.";
}
