//! Forged licences in every way that one bit allows: another number, another identifier, another
//! document, another signature. None is believed.

use licences_domain::{Licences as _, folded_number};

use super::*;
use crate::service::FileVerdict;

/// Every text that differs in one bit and can still be typed.
fn one_bit_away(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    for (place, bit) in (0..text.len()).flat_map(|place| (0..8).map(move |bit| (place, bit))) {
        let mut bytes = text.as_bytes().to_vec();
        bytes[place] ^= 1 << bit;
        all.extend(String::from_utf8(bytes).ok().filter(|it| !it.contains(char::is_control)));
    }
    all
}

#[tokio::test]
async fn no_other_number_or_identifier_shows_the_licence() {
    let world = World::new().await;
    let service = world.service();
    let issued = service.issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    let mut tried = 0;
    for genuine in [&issued.number, &issued.identifier] {
        assert_eq!(service.check(genuine).await.unwrap().len(), 1, "{genuine}");
        for forged in one_bit_away(genuine) {
            // Small letters and blanks are forgiven: the same is meant.
            let means_the_same = folded_number(&forged) == folded_number(genuine)
                || forged.trim().eq_ignore_ascii_case(genuine);
            if !means_the_same {
                tried += 1;
                assert_eq!(service.check(&forged).await.unwrap(), [], "{forged}");
            }
        }
    }
    assert!(tried > 200, "{tried}");
}

#[tokio::test]
async fn no_bit_of_a_document_or_its_signature_can_be_changed() {
    let world = World::new().await;
    let service = world.service();
    let issued = service.issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    let pdf = service.pdf(issued.id).await.unwrap().unwrap();
    let signature = service.own_signature(&citizen(), issued.id).await.unwrap().bytes;
    let is_genuine = async |pdf: &[u8], signature: Option<&[u8]>| {
        let verdict = service.check_file("", pdf, signature).await.unwrap();
        matches!(verdict, FileVerdict::Genuine(_))
    };
    assert!(is_genuine(&pdf, None).await && is_genuine(&pdf, Some(&signature)).await);
    // Two hundred places over the whole document.
    for round in 0..200 {
        let mut forged = pdf.clone();
        let place = round * (pdf.len() - 1) / 199;
        forged[place] ^= 1 << (round % 8);
        assert!(!is_genuine(&forged, None).await, "bit {round} at {place}");
        assert!(!is_genuine(&forged, Some(&signature)).await, "bit {round} at {place}, signed");
    }
    for length in [0, 1, pdf.len() / 2, pdf.len() - 1] {
        assert!(!is_genuine(&pdf[..length], Some(&signature)).await, "{length} bytes");
    }
    // Where the file was never made, the signature alone speaks for it: any byte counts.
    let elsewhere = World::new().await;
    elsewhere.service().issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    let twin = elsewhere.service();
    let believed = async |signature: &[u8]| {
        let verdict = twin.check_file("", &pdf, Some(signature)).await.unwrap();
        matches!(verdict, FileVerdict::Genuine(_))
    };
    for place in 0..signature.len() {
        let mut forged = signature.clone();
        forged[place] ^= 1 << (place % 8);
        assert!(!believed(&forged).await, "byte {place} of {}", String::from_utf8_lossy(&forged));
    }
}
