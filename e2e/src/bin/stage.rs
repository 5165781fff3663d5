//! A platform for tests that are not written in Rust: `stage all-in-one|split PROGRAM`.
//!
//! It starts the program as the scenarios do and tells, in one line of JSON, where it is and how its people sign in.
//! From then on it takes an order a line and answers each with a line: `kill SERVICE`, `start SERVICE`,
//! `fail STORE unavailable|full|slow`, `heal`, `where SERVICE`, which tells its data directory too. When its input ends, it stops everything and ends with 0 if everything
//! ended cleanly. `split` runs on the servers that `TEST_POSTGRES_URL` and `TEST_REDIS_URL` name.

use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use api::ServiceName;
use e2e::{Shape, TestPlatform};
use store_sql::failpoint::Failure;

/// What the tests ask for.
#[derive(Debug, PartialEq, Eq)]
enum Order {
    Kill(ServiceName),
    Start(ServiceName),
    Fail(String, Failure),
    Heal,
    Where(ServiceName),
}

impl Order {
    fn parse(line: &str) -> Option<Self> {
        let words: Vec<&str> = line.split_whitespace().collect();
        Some(match words.as_slice() {
            ["kill", name] => Self::Kill(name.parse().ok()?),
            ["start", name] => Self::Start(name.parse().ok()?),
            ["fail", store, how] => Self::Fail((*store).to_owned(), failure(how)?),
            ["heal"] => Self::Heal,
            ["where", name] => Self::Where(name.parse().ok()?),
            _ => return None,
        })
    }
}

fn failure(how: &str) -> Option<Failure> {
    Some(match how {
        "unavailable" => Failure::Unavailable,
        "full" => Failure::Full,
        "slow" => Failure::Slow,
        _ => return None,
    })
}

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    match runtime.map(|runtime| runtime.block_on(play())) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) | Err(error) => {
            drop(writeln!(io::stderr(), "stage: {error}"));
            ExitCode::FAILURE
        }
    }
}

async fn play() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [shape, program] = arguments.as_slice() else {
        return Err(io::Error::other("`stage all-in-one|split PROGRAM`"));
    };
    let shape = match shape.as_str() {
        "all-in-one" => Shape::AllInOne,
        "split" => Shape::split().ok_or_else(|| io::Error::other("TEST_POSTGRES_URL is not set"))?,
        _ => return Err(io::Error::other("the shapes are `all-in-one` and `split`")),
    };
    let mut platform = TestPlatform::start(shape, program).await;
    tell(&serde_json::to_string(&platform.demo)?)?;
    // Orders come seldom, and nothing else is to do meanwhile: a line is waited for where it is.
    for line in io::stdin().lock().lines() {
        let line = line?;
        let order = Order::parse(&line).ok_or_else(|| io::Error::other(format!("no such order: {line}")))?;
        let data_dir = match order {
            Order::Where(name) => Some(platform.data_dir(name)),
            _ => None,
        };
        obey(&mut platform, order).await;
        tell(&serde_json::to_string(&serde_json::json!({ "done": line, "data_dir": data_dir }))?)?;
    }
    platform.stop();
    Ok(())
}

async fn obey(platform: &mut TestPlatform, order: Order) {
    match order {
        Order::Kill(name) => platform.kill(name),
        Order::Start(name) => platform.start_again(name).await,
        Order::Fail(store, how) => platform.failures.fail(&store, how),
        Order::Heal => platform.failures.heal(),
        Order::Where(_) => {}
    }
}

fn tell(line: &str) -> io::Result<()> {
    let mut output = io::stdout().lock();
    writeln!(output, "{line}")?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_read_whole_or_not_at_all() {
        assert_eq!(Order::parse("kill chat-history"), Some(Order::Kill(ServiceName::ChatHistory)));
        assert_eq!(Order::parse("start consent "), Some(Order::Start(ServiceName::Consent)));
        assert_eq!(Order::parse("fail * slow"), Some(Order::Fail("*".to_owned(), Failure::Slow)));
        assert_eq!(Order::parse("heal"), Some(Order::Heal));
        assert_eq!(Order::parse("where ai-gateway"), Some(Order::Where(ServiceName::AiGateway)));
        for wrong in ["", "kill", "kill nobody", "fail * sometimes", "heal all", "kill consent now"] {
            assert_eq!(Order::parse(wrong), None, "{wrong}");
        }
    }
}
