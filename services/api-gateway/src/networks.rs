//! Where an instance may be: networks that the operator names, judged on the address that a name resolved to,
//! and never a place that no service of ours can be.

use std::net::IpAddr;

/// A network: an address and how many of its first bits count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    bits: u32,
}

/// The networks in which instances may register.
#[derive(Clone, Debug, Default)]
pub(crate) struct Networks(Vec<Network>);

/// An entry of the configuration is not a network.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a network: write `10.1.0.0/16` or `fd00:1::/64`")]
pub(crate) struct NotANetwork(String);

impl Networks {
    pub(crate) fn parse(texts: &[String]) -> Result<Self, NotANetwork> {
        let parse = |text: &String| {
            let wrong = || NotANetwork(text.chars().take(64).collect());
            let (address, bits) = text.split_once('/').ok_or_else(wrong)?;
            let address: IpAddr = address.parse().map_err(|_| wrong())?;
            let bits: u32 = bits.parse().map_err(|_| wrong())?;
            let width = if address.is_ipv4() { 32 } else { 128 };
            if bits > width || address.to_canonical() != address {
                return Err(wrong());
            }
            Ok(Network { address, bits })
        };
        Ok(Self(texts.iter().map(parse).collect::<Result<_, _>>()?))
    }

    /// Whether anybody may register at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an instance may be at an address.
    pub(crate) fn allow(&self, address: IpAddr) -> bool {
        // `::ffff:169.254.169.254` is the address that it stands for.
        let address = address.to_canonical();
        !never(address) && self.0.iter().any(|network| network.has(address))
    }
}

impl Network {
    fn has(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                let mask = u32::MAX.checked_shl(32 - self.bits).unwrap_or(0);
                network.to_bits() & mask == address.to_bits() & mask
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                let mask = u128::MAX.checked_shl(128 - self.bits).unwrap_or(0);
                network.to_bits() & mask == address.to_bits() & mask
            }
            _ => false,
        }
    }
}

/// Addresses that no service has, whatever the operator wrote: a cloud's metadata lies among them.
fn never(address: IpAddr) -> bool {
    address.is_unspecified()
        || address.is_multicast()
        || match address {
            IpAddr::V4(v4) => v4.is_link_local() || v4.is_broadcast(),
            IpAddr::V6(v6) => v6.is_unicast_link_local() || v6.segments()[..2] == [0xfd00, 0x0ec2],
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn networks(texts: &[&str]) -> Networks {
        Networks::parse(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>()).expect("networks")
    }

    fn allows(networks: &Networks, address: &str) -> bool {
        networks.allow(address.parse().expect("an address"))
    }

    #[test]
    fn only_addresses_in_a_network_that_is_named_are_allowed() {
        let networks = networks(&["10.1.0.0/16", "fd00:1::/64", "192.0.2.7/32"]);
        for address in ["10.1.0.1", "10.1.255.255", "::ffff:10.1.2.3", "fd00:1::9", "192.0.2.7"] {
            assert!(allows(&networks, address), "{address}");
        }
        for address in ["10.2.0.1", "127.0.0.1", "192.0.2.8", "fd00:1:0:1::9", "::1", "8.8.8.8"] {
            assert!(!allows(&networks, address), "{address}");
        }
    }

    #[test]
    fn no_network_lets_a_service_be_where_none_can_be() {
        let everywhere = networks(&["0.0.0.0/0", "::/0"]);
        assert!(allows(&everywhere, "8.8.8.8"));
        for address in [
            "169.254.169.254",
            "::ffff:169.254.169.254",
            "0.0.0.0",
            "::",
            "224.0.0.1",
            "255.255.255.255",
            "fe80::1",
            "ff02::1",
            "fd00:ec2::254",
        ] {
            assert!(!allows(&everywhere, address), "{address}");
        }
        assert!(!allows(&Networks::default(), "127.0.0.1"));
    }

    #[test]
    fn what_is_no_network_is_refused_at_the_start() {
        for text in [
            "10.1.0.0",
            "10.1.0.0/33",
            "fd00::/129",
            "ten/8",
            "/8",
            "::ffff:10.0.0.0/104",
            "0x0a.0.0.0/8",
            "012.1.0.0/16",
        ] {
            assert!(Networks::parse(&[text.to_owned()]).is_err(), "{text}");
        }
    }
}
