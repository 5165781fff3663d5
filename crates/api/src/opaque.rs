//! JSON that only its owner reads: carried and kept as the text that it came as.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// A JSON value that whoever carries it does not read: no tree is built of it, and nothing of it can be printed.
#[derive(Clone)]
pub struct Opaque(Box<RawValue>);

impl Opaque {
    /// Wraps a value. One that is no JSON (a map with keys that are not text) is `null`.
    pub fn of<T: Serialize>(value: &T) -> Self {
        serde_json::value::to_raw_value(value).map(Self).unwrap_or_default()
    }

    /// The value, if it is of this shape.
    pub fn read<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(self.0.get()).ok()
    }

    /// The text. Every call is a place where it leaves its wrapper.
    pub fn expose(&self) -> &str {
        self.0.get()
    }
}

impl Default for Opaque {
    fn default() -> Self {
        Self(RawValue::NULL.to_owned())
    }
}

impl std::fmt::Debug for Opaque {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Opaque({} bytes)", self.0.get().len())
    }
}

impl Serialize for Opaque {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Opaque {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(Self)
    }
}

impl JsonSchema for Opaque {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Opaque".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        serde_json::Value::json_schema(generator)
    }

    fn inline_schema() -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_comes_out_as_it_went_in_and_cannot_be_printed() {
        #[derive(Serialize, Deserialize)]
        struct Letter {
            inside: Opaque,
        }
        let text = r#"{"inside":{"z":1,"a":["grief",2.50]}}"#;
        let letter: Letter = serde_json::from_str(text).expect("reads");
        assert_eq!(serde_json::to_string(&letter).expect("writes"), text);
        assert_eq!(format!("{:?}", letter.inside), format!("Opaque({} bytes)", letter.inside.expose().len()));
        let read: serde_json::Value = letter.inside.read().expect("reads");
        assert_eq!(read["a"][0], "grief");
        assert!(letter.inside.read::<u8>().is_none());
        assert_eq!(Opaque::default().expose(), "null");
    }
}
