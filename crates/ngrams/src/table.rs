//! Which number a key of 64 bits has: an open table in which one look at memory tells most.

/// A free place.
const FREE: u64 = u64::MAX;
/// What of a key is kept beside its number: the upper half. Where it stands tells the lower bits, so that one unknown key in a
/// thousand million is taken for a known one.
const TAG: u64 = u64::MAX << 32;

/// Keys with their numbers. Whoever fills it picks the keys, never a text: what is looked up puts nothing there.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    slots: Vec<u64>,
}

impl Table {
    /// A table for at most so many keys: a third of it stays free at least, and what is unknown is known as that soon; and no
    /// more, for what is small is near.
    pub(crate) fn new(keys: usize) -> Self {
        Self { slots: vec![FREE; (keys.max(4) * 3 / 2).next_power_of_two()] }
    }

    /// Gives a key its number.
    pub(crate) fn put(&mut self, key: u64, number: u32) {
        let mut slot = self.slot_of(key);
        while self.slots[slot] != FREE {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        self.slots[slot] = key & TAG | u64::from(number);
    }

    /// The number of a key.
    pub(crate) fn get(&self, key: u64) -> Option<u32> {
        self.get_from(key, self.first(key))
    }

    /// What stands where a key is looked for first: memory answers several of these together.
    pub(crate) fn first(&self, key: u64) -> u64 {
        self.slots[self.slot_of(key)]
    }

    /// The number of a key, where what stands in its first place is known.
    #[expect(clippy::cast_possible_truncation, reason = "the lower half is the number")]
    pub(crate) fn get_from(&self, key: u64, first: u64) -> Option<u32> {
        let (mut slot, mut found) = (self.slot_of(key), first);
        loop {
            if found == FREE {
                return None;
            }
            if (found ^ key) & TAG == 0 {
                return Some(found as u32);
            }
            slot = (slot + 1) & (self.slots.len() - 1);
            found = self.slots[slot];
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "the low bits are what is wanted")]
    fn slot_of(&self, key: u64) -> usize {
        key as usize & (self.slots.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_their_numbers_also_where_they_want_the_same_place() {
        let key = |of: u64| of << 40 | 3;
        let mut table = Table::new(8);
        for of in 0..8 {
            table.put(key(of), u32::try_from(of).expect("small") + 7);
        }
        assert_eq!(
            (0..8).map(|of| table.get(key(of))).collect::<Vec<_>>(),
            (7..15).map(Some).collect::<Vec<_>>()
        );
        assert_eq!((table.get(key(9)), table.get(4)), (None, None));
    }
}
