//! Legal holds.

use super::words;

words! {
    title: "Legal holds" / "Retenciones legales";
    link_text: "Records that may not be destroyed, with the reason." / "Registros que no se pueden destruir, con su motivo.";
    intro: "While a hold stands, nothing of this person's conversations is destroyed, however old it is. A hold shows nobody what was said." / "Mientras dure una retención, no se destruye ninguna conversación de esa persona, por antigua que sea. Una retención no muestra a nadie lo dicho.";
    kept_for_ever: "Here no conversation is destroyed because of its age: a retention time is not set." / "Aquí no se destruye ninguna conversación por antigua: no hay plazo de conservación.";
    kept_days(days): "Here a conversation is destroyed {days} days after its last message, unless its alert is open or a hold stands." / "Aquí una conversación se destruye {days} días después del último mensaje, salvo con alerta abierta o retención.";
    standing: "Holds that stand" / "Retenciones vigentes";
    none: "No hold stands." / "No hay retenciones vigentes.";
    record: "Record" / "Registro";
    litigation: "Proceedings that are pending or expected" / "Un proceso judicial, en curso o previsto";
    investigation: "An authority looks into it" / "Una autoridad lo investiga";
    complaint: "A complaint is being answered" / "Se está respondiendo a una queja";
    since(when, who): "Placed: {when}, by {who}." / "Puesta: {when}, por {who}.";
    place: "Place a hold" / "Poner una retención";
    record_label: "Record of which person" / "Registro de qué persona";
    record_hint: "The id of the resident, as the audit log and requests name it." / "El identificador del residente, como figura en el registro de auditoría y en las solicitudes.";
    record_wrong: "Write the id as it stands in the log: 36 characters." / "Escriba el identificador como figura en el registro: 36 caracteres.";
    nobody: "There is nobody with this id in your organisation. No hold was placed." / "En su organización no hay nadie con ese identificador. No se puso ninguna retención.";
    why: "Why" / "Por qué";
    why_wrong: "Choose why." / "Elija por qué.";
    place_yes: "Place the hold" / "Poner la retención";
    placed: "The hold stands." / "La retención está puesta.";
    lift: "Lift" / "Levantar";
    lift_title: "Lift this hold?" / "¿Levantar esta retención?";
    lift_keeps: "Nothing is destroyed here because of its age, so lifting it changes nothing at once." / "Aquí nada se destruye por antiguo, así que levantarla no cambia nada de inmediato.";
    lift_destroys(days): "Conversations without a message for {days} days are then destroyed for good, within seconds." / "Las conversaciones sin mensajes desde hace {days} días se destruyen entonces para siempre, en segundos.";
    lift_yes: "Lift the hold" / "Levantar la retención";
    lifted: "The hold is lifted." / "La retención se levantó.";
}
