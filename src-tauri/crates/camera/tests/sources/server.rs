//! A small web server on loopback: files of a folder, an endless MJPEG stream, a password.
//!
//! Owns its threads; they end when it is dropped. Only as much HTTP as `ffmpeg` asks for.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{Builder, JoinHandle},
    time::Duration,
};

/// `user:s3cret` in base 64.
const ALLOWED: &str = "Basic dXNlcjpzM2NyZXQ=";

pub(crate) struct WebServer {
    address: SocketAddr,
    is_ending: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl WebServer {
    /// Serves the files of `folder` under `/`, the same with a password under `/private/`, and one picture again and
    /// again under `/mjpeg`.
    pub(crate) fn start(folder: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("it has an address");
        let is_ending = Arc::new(AtomicBool::new(false));
        let (folder, ending) = (folder.to_owned(), Arc::clone(&is_ending));
        let accept = move || {
            let mut answers = Vec::new();
            for connection in listener.incoming().flatten() {
                if ending.load(Ordering::SeqCst) {
                    break;
                }
                let (folder, ending) = (folder.clone(), Arc::clone(&ending));
                let answer = move || {
                    // Whoever hangs up in the middle of an answer has had enough.
                    let _hung_up = answer(connection, &folder, &ending);
                };
                answers.push(Builder::new().name("web-answer".into()).spawn(answer).expect("a thread"));
            }
            answers.into_iter().for_each(|answer| answer.join().expect("an answer"));
        };
        let thread = Some(Builder::new().name("web-server".into()).spawn(accept).expect("a thread"));
        Self { address, is_ending, thread }
    }

    pub(crate) fn address(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn with_password(&self, password: &str, path: &str) -> String {
        format!("http://user:{password}@{}{path}", self.address)
    }
}

impl Drop for WebServer {
    fn drop(&mut self) {
        self.is_ending.store(true, Ordering::SeqCst);
        let _wakes_the_listener = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the server ends");
        }
    }
}

fn answer(mut to: TcpStream, folder: &Path, is_ending: &AtomicBool) -> std::io::Result<()> {
    to.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut lines = BufReader::new(to.try_clone()?).lines();
    let request = lines.next().unwrap_or(Ok(String::new()))?;
    let mut is_allowed = false;
    for line in lines {
        let line = line?;
        is_allowed |= line.strip_prefix("Authorization: ").is_some_and(|given| given.trim() == ALLOWED);
        if line.is_empty() {
            break;
        }
    }
    let path = request.split(' ').nth(1).unwrap_or("/").split('?').next().unwrap_or("/");
    let name = path.strip_prefix("/private").map_or(path, |rest| if is_allowed { rest } else { "" });
    if name.is_empty() {
        return to.write_all(
            b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nConnection: close\r\n\r\n",
        );
    }
    if name == "/mjpeg" {
        return send_endless(to, is_ending);
    }
    match fs::read(PathBuf::from(format!("{}{name}", folder.display()))) {
        Ok(bytes) => {
            write!(to, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", bytes.len())?;
            to.write_all(&bytes)
        }
        Err(_) => to.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
    }
}

fn send_endless(mut to: TcpStream, is_ending: &AtomicBool) -> std::io::Result<()> {
    let mut jpeg = Vec::new();
    let green = image::RgbImage::from_pixel(64, 48, image::Rgb([20, 200, 30]));
    green.write_to(&mut std::io::Cursor::new(&mut jpeg), image::ImageFormat::Jpeg).expect("a JPEG");
    to.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n")?;
    while !is_ending.load(Ordering::SeqCst) {
        write!(to, "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {}\r\n\r\n", jpeg.len())?;
        to.write_all(&jpeg)?;
        to.write_all(b"\r\n")?;
        // The pace of a camera, not a wait for anything.
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}
