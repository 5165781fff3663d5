//! A wrapper for health information that cannot be printed, logged or serialised by accident.

/// Health information, or words that may hold it. It has no `Debug`, `Display` or `Serialize`, so a struct
/// that holds one cannot derive them either: reading it is the named, greppable call [`Phi::expose`].
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Phi<T>(T);

impl<T> Phi<T> {
    /// Wraps a value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value. Every call is a place where health information leaves its wrapper: keep it short-lived.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// The value, ending the wrapper.
    pub fn into_exposed(self) -> T {
        self.0
    }

    /// Another wrapped value made of this one.
    pub fn map<U>(self, with: impl FnOnce(T) -> U) -> Phi<U> {
        Phi(with(self.0))
    }
}

impl<T> From<T> for Phi<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}
