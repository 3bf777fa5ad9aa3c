//! The line between a desk and its service, which can be cut: nobody listens then, and what was under way breaks off.

use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};

use esim_desk_core::sandbox::Sandbox;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

pub struct Line {
    address: SocketAddr,
    service: SocketAddr,
    open: Mutex<Option<JoinHandle<()>>>,
}

impl Line {
    pub async fn to(sandbox: &Sandbox) -> Line {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let line = Line {
            address: listener.local_addr().expect("a bound port"),
            service: sandbox.address(),
            open: Mutex::default(),
        };
        line.carry(listener);
        line
    }

    /// The service's address by way of this line.
    pub fn base(&self) -> String {
        format!("http://{}/connect-api", self.address)
    }

    pub async fn cut(&self) {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let task = { open }.take().expect("it is open");
        task.abort();
        // Over once it is dropped, and its listener and connections with it.
        let _ = task.await;
    }

    pub async fn mend(&self) {
        let listener = TcpListener::bind(self.address).await;
        self.carry(listener.expect("the port is still free"));
    }

    fn carry(&self, listener: TcpListener) {
        let service = self.service;
        let task = tokio::spawn(async move {
            let mut open = JoinSet::new();
            while let Ok((mut desk, _)) = listener.accept().await {
                open.spawn(async move {
                    if let Ok(mut service) = TcpStream::connect(service).await {
                        let _ = copy_bidirectional(&mut desk, &mut service).await;
                    }
                });
            }
        });
        *self.open.lock().unwrap_or_else(PoisonError::into_inner) = Some(task);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(task) = { open }.take() {
            task.abort();
        }
    }
}
