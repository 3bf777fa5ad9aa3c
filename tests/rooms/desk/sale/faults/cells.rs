//! Many cells at once, each in a thread's own time.

use std::sync::Mutex;

/// What each of the cells comes to, in their order.
pub(super) fn all<T: Sync>(cells: &[T], cell: impl AsyncFn(&T) -> String + Sync) -> Vec<String> {
    let todo = Mutex::new(cells.iter().enumerate());
    let done = Mutex::new(vec![String::new(); cells.len()]);
    std::thread::scope(|scope| {
        // A cell mostly waits for its own sockets.
        for _ in 0..16 {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .expect("a runtime");
                loop {
                    let next = todo.lock().expect("no cell fails with it").next();
                    let Some((place, one)) = next else { return };
                    let end = runtime.block_on(cell(one));
                    done.lock().expect("no cell fails with it")[place] = end;
                }
            });
        }
    });
    done.into_inner().expect("every cell holds")
}
