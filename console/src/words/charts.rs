//! Charts of a resident's time, and the pages of those who treat them.

use super::words;

words! {
    nav: "My patients" / "Mis pacientes";
    patients: "My patients, urgent first" / "Mis pacientes, lo urgente primero";
    patients_text: "Those with an open alert stand first, the most urgent of them on top." / "Primero quienes tienen una alerta abierta, y arriba lo más urgente.";
    patients_empty: "Nobody is assigned to you now. An admin or a colleague does that." / "Ahora no tiene a nadie asignado. Lo hace la administración o un colega.";
    timeline: "Time line" / "Cronología";
    link: "Time line and charts" / "Cronología y gráficos";
    days(count): "The last {count} days" / "Los últimos {count} días";
    how_long: "How far back" / "Hasta cuándo";
    show: "Show" / "Mostrar";
    away: "This part cannot be read right now. Please try again in a moment." / "Esta parte no se puede leer ahora. Pruebe otra vez en un momento.";
    not_permitted: "You may not see this part, or it is not read here." / "Usted no puede ver esta parte, o aquí no se lee.";
    nothing: "Nothing was read in these days." / "En estos días no se leyó nada.";
    no_scores: "No questionnaire is finished yet. Results appear here as points over time." / "Todavía no hay cuestionarios terminados. Los resultados aparecerán aquí.";
    reading: "A program reads words, not a person. This is no diagnosis." / "Un programa lee palabras, no a una persona. Esto no es un diagnóstico.";
    truncated: "There were more messages than could be read. Some are missing here." / "Hubo más mensajes de los que se pudieron leer. Faltan algunos.";
    mood: "How messages sounded" / "Cómo sonaron los mensajes";
    valence: "pleasant or unpleasant" / "agradable o desagradable";
    arousal: "stirred or calm" / "agitado o tranquilo";
    rose: "Messages sounded more pleasant at the end of these days than at their beginning." / "Los mensajes sonaron más agradables al final de estos días que al principio.";
    fell: "Messages sounded more unpleasant at the end of these days than at their beginning." / "Los mensajes sonaron más desagradables al final de estos días que al principio.";
    level: "Messages sounded about the same at the end of these days as at their beginning." / "Los mensajes sonaron más o menos igual al final de estos días que al principio.";
    too_few: "Too few days were read to say how it changed." / "Se leyeron muy pocos días para decir cómo cambió.";
    scores(name): "{name}: scores" / "{name}: puntuaciones";
    score: "score" / "puntuación";
    score_first(name, score): "{name}: one result so far, {score}." / "{name}: un resultado hasta ahora, {score}.";
    score_up(name, score, before): "{name}: the last score is {score}, up from {before}." / "{name}: la última puntuación es {score}, antes {before}: subió.";
    score_down(name, score, before): "{name}: the last score is {score}, down from {before}." / "{name}: la última puntuación es {score}, antes {before}: bajó.";
    score_same(name, score): "{name}: the last score is {score}, as before." / "{name}: la última puntuación es {score}, igual que antes.";
    band(band): "The last result lies in the band that the questionnaire calls {band}." / "El último resultado está en la banda que el cuestionario llama {band}.";
    band_from(band, from): "Band {band}: from {from}." / "Banda {band}: desde {from}.";
    score_none(name): "{name}: too much was left out for a score." / "{name}: se dejó demasiado sin contestar para puntuar.";
    as_table: "The same as a table" / "Lo mismo en una tabla";
    day: "Day" / "Día";
    gap: "nothing read" / "sin lectura";
    events: "Day by day" / "Día a día";
    talked(messages): "Messages: {messages}." / "Mensajes: {messages}.";
    called(word): "Called the day: {word}." / "Llamó al día: {word}.";
    good: "good" / "bueno";
    middling: "middling" / "regular";
    hard: "hard" / "difícil";
    low_day: "Sounded low." / "Sonó triste.";
    mixed_day: "Sounded mixed." / "Sonó variado.";
    good_day: "Sounded good." / "Sonó bien.";
    crises(count): "Messages read as a crisis: {count}." / "Mensajes leídos como crisis: {count}.";
    beside: "Days are counted in UTC: a talk late in the evening may stand on the day beside." / "Los días se cuentan en UTC: una charla de noche puede estar en el día de al lado.";
}
