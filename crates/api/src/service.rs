//! The closed set of services, with what the spec's tables fix for each: name, port, prefix, timeout.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! services {
    ($($variant:ident $name:literal $port:literal $prefix:literal $timeout:literal;)+) => {
        /// One of the seventeen services.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ServiceName {
            $(#[doc = concat!("`", $name, "`, port ", stringify!($port), ".")] $variant,)+
        }

        impl ServiceName {
            /// All of them, in the order of the spec.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name on the command line, in certificates and in documents.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The port of the spec's service table.
            pub const fn port(self) -> u16 {
                match self { $(Self::$variant => $port,)+ }
            }

            /// The public prefix at the gateway.
            pub const fn prefix(self) -> &'static str {
                match self { $(Self::$variant => $prefix,)+ }
            }

            /// The gateway's timeout for this service, in milliseconds (spec, route table).
            pub const fn timeout_ms(self) -> u32 {
                match self { $(Self::$variant => $timeout,)+ }
            }
        }
    };
}

services! {
    ApiGateway "api-gateway" 8090 "" 30000;
    AuthRbac "auth-rbac" 8080 "/auth" 5000;
    ChatHistory "chat-history" 8002 "/chat" 3000;
    SearchService "search-service" 8001 "/search" 10000;
    Billing "billing" 8081 "/billing" 5000;
    AuditLogging "audit-logging" 8084 "/audit" 2000;
    ContentSafety "content-safety" 8007 "/safety" 5000;
    Consent "consent" 8083 "/consent" 3000;
    EmergencyAccess "emergency-access" 8085 "/emergency" 2000;
    BackgroundTasks "background-tasks" 8086 "/tasks" 15000;
    RelationshipManagement "relationship-management" 8087 "/relations" 5000;
    UserSubscription "user-subscription" 8088 "/subscription" 5000;
    AiGateway "ai-gateway" 8000 "/ai" 30000;
    Embedding "embedding" 8005 "/embed" 10000;
    Generation "generation" 8006 "/generate" 30000;
    BgeHost "bge-host" 8008 "/bge" 15000;
    QwenHost "qwen-host" 8009 "/qwen" 20000;
}

/// A name that is none of the services.
#[derive(Debug, thiserror::Error)]
#[error("`{given}` is not a service; the services are: {}", ServiceName::ALL.iter().map(|s| s.name()).collect::<Vec<_>>().join(", "))]
pub struct UnknownService {
    given: String,
}

impl FromStr for ServiceName {
    type Err = UnknownService;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|service| service.name() == text)
            .ok_or_else(|| UnknownService { given: text.chars().take(64).collect() })
    }
}

impl fmt::Display for ServiceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for ServiceName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for ServiceName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for ServiceName {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ServiceName".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let names: Vec<&str> = Self::ALL.iter().map(|service| service.name()).collect();
        schemars::json_schema!({"type": "string", "enum": names})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_name_is_told_the_right_ones() {
        let error = "consnet".parse::<ServiceName>().expect_err("no such service");
        assert!(error.to_string().contains("consent, emergency-access"), "{error}");
    }
}
