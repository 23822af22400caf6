//! Connections a handler can reset, as a failing network does.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// A listener whose connections can be reset from inside a handler.
pub(crate) struct Resettable(pub(crate) TcpListener);

/// The handle of the connection a request came in on.
#[derive(Debug, Clone)]
pub(crate) struct Peer {
    broken: Arc<AtomicBool>,
}

impl Peer {
    /// Makes the connection fail at the next byte written: the client gets a reset and no answer.
    pub(crate) fn reset(&self) {
        self.broken.store(true, Ordering::SeqCst);
    }
}

/// One connection with its reset switch.
pub(crate) struct Stream {
    socket: TcpStream,
    broken: Arc<AtomicBool>,
}

impl Stream {
    fn check(&self) -> io::Result<()> {
        if !self.broken.load(Ordering::SeqCst) {
            return Ok(());
        }
        // Without lingering, closing sends a reset rather than a polite end.
        let _ = self.socket.set_zero_linger();
        Err(io::ErrorKind::ConnectionReset.into())
    }
}

impl Listener for Resettable {
    type Io = Stream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Stream, SocketAddr) {
        let (socket, address) = Listener::accept(&mut self.0).await;
        let _ = socket.set_nodelay(true);
        (Stream { socket, broken: Arc::default() }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, Resettable>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Resettable>) -> Self {
        Self { broken: stream.io().broken.clone() }
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_read(context, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.socket).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.socket).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(context)
    }
}
