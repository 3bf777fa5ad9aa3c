//! Nothing of the memory of the program or its web view is written anywhere when one of them crashes.

use std::fs;

use crate::driver::computer::Computer;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_process_of_ours_may_leave_its_memory_behind() {
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.snapshot().await;
    let web = computer.web_processes();
    assert!(!web.is_empty(), "the page has a process of its own");
    for process in computer.apps().into_iter().chain(web) {
        let limits = fs::read_to_string(format!("/proc/{process}/limits")).expect("it runs");
        let core = limits
            .lines()
            .find(|line| line.starts_with("Max core file size"))
            .expect("Linux says so");
        let words: Vec<&str> = core.split_whitespace().skip(4).collect();
        assert_eq!(words, ["1", "1", "bytes"], "no file, and no collector");
    }
}
