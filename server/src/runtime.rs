use std::io;

use tokio::runtime::{Builder, Runtime};

/// Room for drawing a page: its view is one deeply nested value, which takes several MB of stack in a debug build.
/// The memory is taken only where it is used.
const STACK_BYTES: usize = 16 * 1024 * 1024;

/// The threads that everything runs on.
///
/// # Errors
/// When the system gives no threads.
pub fn runtime() -> io::Result<Runtime> {
    Builder::new_multi_thread().thread_stack_size(STACK_BYTES).enable_all().build()
}
