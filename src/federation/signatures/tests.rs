//! What is refused, for both kinds of signature: one row for each way to cheat.

use super::super::keys::generate;
use super::*;

const NOW: Time = Time(1_795_000_000_000_000);
const BASE: &str = "https://paris.example";
const KEY_ID: &str = "https://far.example/users/a#main-key";
const PATH: &str = "/inbox?x=1";

type Change = fn(&mut HeaderMap, &mut Vec<u8>);

fn request(
    scheme: Scheme,
    method: &Method,
    change: impl Fn(&mut HeaderMap, &mut Vec<u8>),
    path: &str,
    now: Time,
) -> Result<bool> {
    static KEY: std::sync::LazyLock<super::super::keys::Fresh> = std::sync::LazyLock::new(|| generate().unwrap());
    let signer = Signer::load(KEY_ID.into(), &KEY.pkcs8).unwrap();
    let url = Url::parse("https://paris.example/inbox?x=1").unwrap();
    let mut body = b"{\"type\":\"Like\"}".to_vec();
    let signed = match *method {
        Method::GET => sign_get(scheme, &url, "application/activity+json", &signer, NOW),
        _ => sign_post(scheme, &url, &body, Headers::new(), &signer, NOW),
    };
    let mut headers = HeaderMap::new();
    headers.insert("host", "paris.example".parse().unwrap());
    for (name, value) in signed.unwrap() {
        headers.insert(name, value.parse().unwrap());
    }
    change(&mut headers, &mut body);
    let body = (*method != Method::GET).then_some(body.as_slice());
    let claim = read(&Incoming { method, path_and_query: path, headers: &headers, body, base: BASE, now })?;
    Ok(claim.holds(&Ring::default(), &PublicKeys { rsa: Some((KEY_ID, &KEY.public_pem)), ed25519: None }))
}

fn post(scheme: Scheme, change: impl Fn(&mut HeaderMap, &mut Vec<u8>)) -> Result<bool> {
    request(scheme, &Method::POST, change, PATH, NOW)
}

fn edit(headers: &mut HeaderMap, header: &'static str, from: &str, to: &str) {
    let before = headers[header].to_str().unwrap().to_string();
    let after = before.replacen(from, to, 1);
    assert_ne!(before, after, "the row changes nothing: {from}");
    headers.insert(header, after.parse().unwrap());
}

fn twice(headers: &mut HeaderMap, header: &'static str) {
    let copy = headers[header].clone();
    headers.append(header, copy);
}

#[test]
fn honest_requests_pass_in_both_schemes() {
    for scheme in [Scheme::Cavage, Scheme::Rfc9421] {
        assert!(matches!(post(scheme, |_, _| {}), Ok(true)), "{scheme:?}");
        assert!(matches!(request(scheme, &Method::GET, |_, _| {}, PATH, NOW), Ok(true)), "{scheme:?}");
        assert!(matches!(request(scheme, &Method::POST, |_, _| {}, PATH, NOW.plus(WINDOW)), Ok(true)), "{scheme:?}");
    }
    assert!(matches!(post(Scheme::Cavage, |h, _| edit(h, "signature", "rsa-sha256", "hs2019")), Ok(true)));
    assert!(matches!(post(Scheme::Cavage, |h, _| edit(h, "signature", "algorithm=\"rsa-sha256\",", "")), Ok(true)));
}

/// What is refused whatever the scheme.
#[test]
fn another_target_moment_or_body_is_refused_in_both_schemes() {
    for scheme in [Scheme::Cavage, Scheme::Rfc9421] {
        let at = |path, now| request(scheme, &Method::POST, |_, _| {}, path, now);
        assert!(!matches!(at("/users/ada/inbox", NOW), Ok(true)), "another path");
        assert!(!matches!(at("/inbox?x=2", NOW), Ok(true)), "another query");
        assert!(at(PATH, NOW.plus(WINDOW + Time::MINUTE)).is_err(), "too old");
        assert!(at(PATH, NOW.plus(-WINDOW - Time::MINUTE)).is_err(), "from the future");
        assert!(!matches!(post(scheme, |_, b| b[2] = b'T'), Ok(true)), "one byte of the body changed");
        assert!(!matches!(request(scheme, &Method::PUT, |_, _| {}, PATH, NOW), Ok(true)), "another method");
        for (what, change) in [
            ("no signature", (|h, _| drop(h.remove("signature"))) as Change),
            ("empty signature", |h, _| drop(h.insert("signature", "".parse().unwrap()))),
            ("two signature headers", |h, _| twice(h, "signature")),
            ("another host", |h, _| drop(h.insert("host", "rome.example".parse().unwrap()))),
        ] {
            // RFC 9421 signs the host in @authority and @target-uri, which are made of our own name.
            let held = matches!(post(scheme, change), Ok(true));
            assert!(!held || (what == "another host" && scheme == Scheme::Rfc9421), "{what} {scheme:?}");
        }
    }
}

#[test]
fn every_tampering_with_a_cavage_signature_is_noticed() {
    let table: [(&str, Change); 18] = [
        ("a parameter twice", |h, _| edit(h, "signature", "keyId=", "keyId=\"https://evil.example/\",keyId=")),
        ("another key", |h, _| edit(h, "signature", "far.example", "evil.example")),
        ("keyId is no URL", |h, _| edit(h, "signature", "https://far.example/users/a#main-key", "main-key")),
        ("unknown algorithm", |h, _| edit(h, "signature", "rsa-sha256", "none")),
        ("empty headers list", |h, _| edit(h, "signature", "(request-target) host date digest content-type", "")),
        ("host left out", |h, _| edit(h, "signature", " host ", " ")),
        ("date left out", |h, _| edit(h, "signature", " date ", " ")),
        ("digest left out", |h, _| edit(h, "signature", " digest ", " ")),
        ("target left out", |h, _| edit(h, "signature", "(request-target) ", "")),
        ("(created) with rsa-sha256", |h, _| edit(h, "signature", " date ", " date (created) ")),
        ("a listed header is absent", |h, _| drop(h.remove("content-type"))),
        ("digest absent", |h, _| drop(h.remove("digest"))),
        ("digest and body changed together", |h, b| {
            b[2] = b'T';
            h.insert("digest", body_digest(b).parse().unwrap());
        }),
        ("another digest algorithm", |h, _| drop(h.insert("digest", "SHA-512=abc".parse().unwrap()))),
        ("another date", |h, _| drop(h.insert("date", cavage::http_date(NOW.plus(1_000_000)).parse().unwrap()))),
        ("the date is no date", |h, _| drop(h.insert("date", "yesterday".parse().unwrap()))),
        ("expired", |h, _| edit(h, "signature", "algorithm=", "expires=1700000000,algorithm=")),
        ("the signature is not base64", |h, _| edit(h, "signature", "signature=\"", "signature=\"%")),
    ];
    for (what, change) in table {
        assert!(!matches!(post(Scheme::Cavage, change), Ok(true)), "{what}");
    }
}

#[test]
fn every_tampering_with_an_rfc_9421_signature_is_noticed() {
    let table: [(&str, Change); 24] = [
        ("no input", |h, _| drop(h.remove("signature-input"))),
        ("empty input", |h, _| drop(h.insert("signature-input", "".parse().unwrap()))),
        ("two inputs", |h, _| twice(h, "signature-input")),
        ("two signatures in one input", |h, _| edit(h, "signature-input", "sig1=", "sig0=(\"@method\");keyid=\"x\", sig1=")),
        ("a label twice", |h, _| edit(h, "signature-input", "sig1=", "sig1=(\"@method\");keyid=\"x\", sig1=")),
        ("another label", |h, _| edit(h, "signature-input", "sig1=", "sig2=")),
        ("a parameter twice", |h, _| edit(h, "signature-input", ";keyid=", ";keyid=\"https://evil.example/\";keyid=")),
        ("a component twice", |h, _| edit(h, "signature-input", "\"@method\"", "\"@method\" \"@method\"")),
        ("another key", |h, _| edit(h, "signature-input", "far.example", "evil.example")),
        ("keyid missing", |h, _| edit(h, "signature-input", ";keyid=\"https://far.example/users/a#main-key\"", "")),
        ("created missing", |h, _| edit(h, "signature-input", ";created=1795000000", "")),
        ("created changed", |h, _| edit(h, "signature-input", "created=1795000000", "created=1795000001")),
        ("created is text", |h, _| edit(h, "signature-input", "created=1795000000", "created=\"1795000000\"")),
        ("expired", |h, _| edit(h, "signature-input", ";keyid", ";expires=1794999999;keyid")),
        ("unknown algorithm", |h, _| edit(h, "signature-input", "rsa-v1_5-sha256", "hmac-sha256")),
        ("alg is no text", |h, _| edit(h, "signature-input", "\"rsa-v1_5-sha256\"", "7")),
        ("nothing covered", |h, _| {
            drop(h.insert(
                "signature-input",
                "sig1=();created=1795000000;keyid=\"https://far.example/users/a#main-key\"".parse().unwrap(),
            ))
        }),
        ("@method left out", |h, _| edit(h, "signature-input", "\"@method\" ", "")),
        ("@target-uri left out", |h, _| edit(h, "signature-input", "\"@target-uri\" ", "")),
        ("content-digest left out", |h, _| edit(h, "signature-input", "\"content-digest\" ", "")),
        ("content-digest absent", |h, _| drop(h.remove("content-digest"))),
        ("digest and body changed together", |h, b| {
            b[2] = b'T';
            h.insert("content-digest", format!("sha-256=:{}:", sha256_base64(b)).parse().unwrap());
        }),
        ("another digest algorithm", |h, _| drop(h.insert("content-digest", "sha-512=:AAAA:".parse().unwrap()))),
        ("a component with parameters", |h, _| edit(h, "signature-input", "\"content-type\"", "\"content-type\";bs")),
    ];
    for (what, change) in table {
        assert!(!matches!(post(Scheme::Rfc9421, change), Ok(true)), "{what}");
    }
}

/// RFC 9421, appendix B.2.6: an Ed25519 signature over a request.
#[test]
fn the_signature_base_is_that_of_the_standard() {
    // The key test-key-ed25519 of appendix B.1.4, as a Multikey.
    let raw = STANDARD.decode("JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=").unwrap();
    let multikey = format!("z{}", bs58::encode([&[0xed, 0x01][..], &raw].concat()).into_string());
    let text = "\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n\"@method\": POST\n\"@path\": /foo\n\"@authority\": example.com\n\"content-type\": application/json\n\"content-length\": 18\n\"@signature-params\": (\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\");created=1618884473;keyid=\"test-key-ed25519\"";
    let signature =
        STANDARD.decode("wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==").unwrap();
    assert!(super::super::keys::verify_ed25519(&multikey, text.as_bytes(), &signature));
}

proptest::proptest! {
    #[test]
    fn no_header_makes_the_reader_panic(input in ".{0,200}", signature in ".{0,200}", digest in ".{0,100}") {
        let mut headers = HeaderMap::new();
        for (name, value) in [("signature-input", &input), ("signature", &signature), ("content-digest", &digest)] {
            if let Ok(value) = value.parse() {
                headers.insert(name, value);
            }
        }
        for base in [BASE, ""] {
            let request = Incoming { method: &Method::POST, path_and_query: PATH, headers: &headers, body: Some(b"{}"), base, now: NOW };
            proptest::prop_assert!(read(&request).is_err());
        }
    }
}
