//! Lists are paged by cursor: an opaque place in the order, never a count of rows to skip.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One page of a list.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Page<T> {
    /// The items, in the list's order.
    pub items: Vec<T>,
    /// Where the next page starts; absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// A page from up to `limit + 1` rows: the row over the limit tells that there is more. `cursor` is given
    /// the last row that is kept.
    pub fn from_rows(mut rows: Vec<T>, limit: PageLimit, cursor: impl Fn(&T) -> Cursor) -> Self {
        let more = rows.len() > limit.get();
        rows.truncate(limit.get());
        let next = if more { rows.last().map(cursor) } else { None };
        Self { items: rows, next }
    }

    /// The same page with other items.
    pub fn map<U>(self, with: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(with).collect(), next: self.next }
    }
}

/// An opaque place in a list's order. Its text is only read by the service that made it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Cursor(String);

impl Cursor {
    /// The longest cursor that is read.
    pub const MAX_BYTES: usize = 256;

    /// A cursor at a place.
    pub fn new(place: impl fmt::Display) -> Self {
        Self(place.to_string())
    }

    /// The place, for the service that made it.
    pub fn place(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cursor")
    }
}

/// How many items a page may hold: 1 to 200, 50 when unsaid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(try_from = "u32", into = "u32")]
#[schemars(with = "u32")]
pub struct PageLimit(u16);

impl PageLimit {
    /// The largest page.
    pub const MAX: u16 = 200;

    /// A limit that stands in the code: in a constant, one that is out of range does not compile.
    ///
    /// # Panics
    /// When it is not 1 to [`Self::MAX`].
    pub const fn of(limit: u16) -> Self {
        assert!(limit >= 1 && limit <= Self::MAX, "a page holds 1 to 200 items");
        Self(limit)
    }

    /// As a count.
    pub const fn get(self) -> usize {
        self.0 as usize
    }
}

impl Default for PageLimit {
    fn default() -> Self {
        Self(50)
    }
}

impl TryFrom<u32> for PageLimit {
    type Error = &'static str;
    fn try_from(limit: u32) -> Result<Self, Self::Error> {
        match u16::try_from(limit) {
            Ok(limit @ 1..=Self::MAX) => Ok(Self(limit)),
            _ => Err("a page holds 1 to 200 items"),
        }
    }
}

impl From<PageLimit> for u32 {
    fn from(limit: PageLimit) -> Self {
        u32::from(limit.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_a_next_only_when_there_is_more() {
        let limit = PageLimit::try_from(2).expect("in range");
        let page = Page::from_rows(vec![1, 2, 3], limit, |item| Cursor::new(item));
        assert_eq!(page.items, [1, 2]);
        assert_eq!(page.next.expect("there is more").place(), "2");
        assert!(Page::from_rows(vec![1, 2], limit, |item| Cursor::new(item)).next.is_none());
    }

    #[test]
    fn a_page_of_none_or_of_thousands_is_refused() {
        assert!(PageLimit::try_from(0).is_err());
        assert!(PageLimit::try_from(201).is_err());
        assert!(PageLimit::try_from(u32::MAX).is_err());
    }
}
