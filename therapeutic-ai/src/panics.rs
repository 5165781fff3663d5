//! What a panic says: where, and in which task. Never its message: the standard library's own quote what they were
//! given (a text that is cut within a letter is quoted), and what this program is given is what people said.

use std::panic::PanicHookInfo;

/// From now on a panic tells its place alone.
pub fn install() {
    std::panic::set_hook(Box::new(told));
}

fn told(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map_or_else(String::new, |at| format!("{}:{}", at.file(), at.line()));
    let thread = std::thread::current();
    let thread = thread.name().unwrap_or("unnamed");
    let task = tokio::task::try_id().map(|id| id.to_string());
    if tracing::dispatcher::has_been_set() {
        tracing::error!(place, thread, task, "a panic");
    } else {
        // Before the log is there, and in the commands that have none.
        crate::command::say(&format!("therapeutic-ai: a panic at {place} in thread {thread}"));
    }
}
