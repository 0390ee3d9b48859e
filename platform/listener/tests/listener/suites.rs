//! Which versions, suites and curves of TLS are spoken, by greetings that are written here: every
//! number that there is can be offered, also what no library would offer any more.
//!
//! What is allowed is Mozilla's intermediate profile without its finite-field suites.

use listener::{Limits, Tls};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::{
    place::Place,
    tls::{certificate, folder},
};

const TLS_1_3: [u16; 3] = [0x1301, 0x1302, 0x1303];
/// With a key of an elliptic curve: AES-128-GCM, AES-256-GCM, ChaCha20-Poly1305.
const WITH_ECDSA: [u16; 3] = [0xC02B, 0xC02C, 0xCCA9];
/// The same with an RSA key.
const WITH_RSA: [u16; 3] = [0xC02F, 0xC030, 0xCCA8];
/// X25519, P-256, P-384.
const CURVES: [u16; 3] = [29, 23, 24];
/// ECDSA, RSA-PSS and RSA over SHA-256 and SHA-384.
const SIGNATURES: [u16; 6] = [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501];
/// So many suites fit one record.
const HANDFUL: usize = 8_000;

const HANDSHAKE: u8 = 22;
const ALERT: u8 = 21;
const HANDSHAKE_FAILURE: u8 = 40;
const PROTOCOL_VERSION: u8 = 70;

/// A client's greeting.
struct Hello {
    version: u16,
    is_tls_1_3: bool,
    suites: Vec<u16>,
    curves: Vec<u16>,
    signatures: Vec<u16>,
}

/// What the server says to it.
#[derive(Debug, PartialEq, Eq)]
enum Said {
    /// It goes on with this suite.
    Suite(u16),
    /// It ends with this alert.
    Alert(u8),
}

fn words(of: &[u16]) -> Vec<u8> {
    of.iter().flat_map(|it| it.to_be_bytes()).collect()
}

/// Bytes with their length in two bytes before them.
fn counted(bytes: &[u8]) -> Vec<u8> {
    [&u16::try_from(bytes.len()).unwrap().to_be_bytes()[..], bytes].concat()
}

fn extension(kind: u16, content: &[u8]) -> Vec<u8> {
    [&kind.to_be_bytes()[..], &counted(content)].concat()
}

impl Hello {
    /// A good one in all but its suites.
    fn offering(suites: &[u16], is_tls_1_3: bool) -> Self {
        let (curves, signatures) = (CURVES.to_vec(), SIGNATURES.to_vec());
        Self { version: 0x0303, is_tls_1_3, suites: suites.to_vec(), curves, signatures }
    }

    /// As it goes over the line (RFC 8446, sections 4.1.2 and 5.1).
    fn bytes(&self) -> Vec<u8> {
        let mut extensions = extension(10, &counted(&words(&self.curves)));
        extensions.extend(extension(11, &[1, 0]));
        extensions.extend(extension(13, &counted(&words(&self.signatures))));
        if self.is_tls_1_3 {
            // The base point is a public key like any other.
            let mut key = [0; 32];
            key[0] = 9;
            let share = [&CURVES[0].to_be_bytes()[..], &counted(&key)].concat();
            extensions.extend(extension(43, &[2, 3, 4]));
            extensions.extend(extension(51, &counted(&share)));
        }
        let body = [
            &self.version.to_be_bytes()[..],
            &[7; 32],
            &[0],
            &counted(&words(&self.suites)),
            &[1, 0],
            &counted(&extensions),
        ]
        .concat();
        let length = u32::try_from(body.len()).unwrap().to_be_bytes();
        let message = [&[1][..], &length[1..], &body].concat();
        [&[HANDSHAKE, 3, 1][..], &counted(&message)].concat()
    }

    async fn to(&self, place: &Place) -> Said {
        let mut line = place.line().await;
        line.write_all(&self.bytes()).await.unwrap();
        let mut head = [0; 5];
        line.read_exact(&mut head).await.unwrap();
        let mut body = vec![0; usize::from(u16::from_be_bytes([head[3], head[4]]))];
        line.read_exact(&mut body).await.unwrap();
        match head[0] {
            ALERT => Said::Alert(body[1]),
            // Kind and length, version, random, the session's id, then the suite.
            HANDSHAKE if body[0] == 2 => {
                let at = 4 + 2 + 32 + 1 + usize::from(body[38]);
                Said::Suite(u16::from_be_bytes([body[at], body[at + 1]]))
            }
            other => panic!("a record of kind {other}: {body:?}"),
        }
    }
}

/// A listener with a key of an elliptic curve, and one with an RSA key.
async fn places(name: &str) -> [Place; 2] {
    let folder = folder(name);
    let ecdsa = ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
    let mut places = Vec::new();
    for (file, kind) in [("ecdsa", &ecdsa[..]), ("rsa", &["rsa:2048"][..])] {
        let path = certificate(&folder, file, "first.example", kind);
        let tls = Tls::of_files(&path, &path.with_extension("key")).unwrap();
        places.push(Place::open(Limits::default(), Some(tls)).await);
    }
    std::fs::remove_dir_all(&folder).unwrap();
    places.try_into().unwrap_or_else(|_| panic!("two"))
}

#[tokio::test]
async fn each_suite_of_the_profile_is_spoken_and_none_of_all_others() {
    let places = places("suites").await;
    for (place, of_its_key) in places.iter().zip([WITH_ECDSA, WITH_RSA]) {
        for suite in of_its_key {
            let said = Hello::offering(&[suite], false).to(place).await;
            assert_eq!(said, Said::Suite(suite), "{suite:04x}");
        }
        for suite in TLS_1_3 {
            let said = Hello::offering(&[suite], true).to(place).await;
            assert_eq!(said, Said::Suite(suite), "{suite:04x}");
        }
        let allowed = [&of_its_key[..], &TLS_1_3].concat();
        let others: Vec<u16> = (0..=u16::MAX).filter(|it| !allowed.contains(it)).collect();
        for handful in others.chunks(HANDFUL) {
            for is_tls_1_3 in [false, true] {
                let said = Hello::offering(handful, is_tls_1_3).to(place).await;
                assert_eq!(said, Said::Alert(HANDSHAKE_FAILURE), "from {:04x}", handful[0]);
            }
        }
        // A weak suite before a good one is passed over.
        for weak in [0x0005, 0x000A, 0x002F, 0x0035, 0x009C, 0x0033, 0xC009, 0xC014] {
            let said = Hello::offering(&[weak, of_its_key[0]], false).to(place).await;
            assert_eq!(said, Said::Suite(of_its_key[0]), "{weak:04x}");
        }
    }
}

#[tokio::test]
async fn old_versions_weak_curves_and_weak_signatures_are_refused() {
    for place in places("versions-by-hand").await {
        let suites = [WITH_ECDSA, WITH_RSA].concat();
        // SSL 3.0, TLS 1.0 and 1.1.
        for version in [0x0300, 0x0301, 0x0302] {
            let hello = Hello { version, ..Hello::offering(&suites, false) };
            let said = hello.to(&place).await;
            assert_eq!(said, Said::Alert(PROTOCOL_VERSION), "{version:04x}");
        }
        let curves: Vec<u16> = (0..1_000).filter(|it| !CURVES.contains(it)).collect();
        let weak = Hello { curves, ..Hello::offering(&suites, false) };
        assert_eq!(weak.to(&place).await, Said::Alert(HANDSHAKE_FAILURE));
        // Over MD5, SHA-1 and SHA-224.
        let signatures = vec![0x0101, 0x0103, 0x0201, 0x0203, 0x0301, 0x0303];
        let weak = Hello { signatures, ..Hello::offering(&suites, false) };
        assert_eq!(weak.to(&place).await, Said::Alert(HANDSHAKE_FAILURE));
    }
}
