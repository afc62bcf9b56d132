//! Somebody with a browser, without scripts: keeps cookies, sends forms with what the page put into them.

use std::collections::BTreeMap;
use std::sync::Mutex;

use super::node::{Answer, PASSWORD, TestNode};

pub struct Visitor {
    http: reqwest::Client,
    pub base: String,
    cookies: Mutex<BTreeMap<String, String>>,
    language: &'static str,
}

impl Visitor {
    pub fn of(node: &TestNode) -> Self {
        Self { http: node.http.clone(), base: node.base.clone(), cookies: Mutex::default(), language: "en" }
    }

    pub fn speaking(node: &TestNode, language: &'static str) -> Self {
        Self { language, ..Self::of(node) }
    }

    /// A member with the password everybody has.
    pub async fn logged_in(node: &TestNode, name: &str) -> Self {
        let visitor = Self::of(node);
        let answer = visitor.send("/login", "/login", &[("name", name), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, 303, "{name} cannot log in: {}", answer.text);
        visitor
    }

    fn header(&self) -> String {
        self.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn keep(&self, answer: &Answer) {
        let mut cookies = self.cookies.lock().unwrap();
        for set in answer.headers.get_all("set-cookie") {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            match value {
                "" => cookies.remove(name),
                value => cookies.insert(name.to_string(), value.to_string()),
            };
        }
    }

    async fn ask(&self, request: reqwest::RequestBuilder) -> Answer {
        let request =
            request.header("cookie", self.header()).header("accept", "text/html").header("accept-language", self.language);
        let answer = Answer::of(request).await;
        self.keep(&answer);
        answer
    }

    pub async fn open(&self, path: &str) -> Answer {
        self.ask(self.http.get(format!("{}{path}", self.base))).await
    }

    /// The token that the forms of a page carry.
    async fn token(&self, page: &str) -> String {
        let page = self.open(page).await;
        let token = page.text.split("name=\"form_token\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        token.unwrap_or_else(|| panic!("no form on {}: {}", page.status, page.text)).to_string()
    }

    /// Sends a form that stands on `page` to `action`.
    pub async fn send(&self, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token(page).await;
        let mut fields = fields.to_vec();
        fields.push(("form_token", &token));
        self.ask(self.http.post(format!("{}{action}", self.base)).form(&fields)).await
    }

    /// The same for a form with files: name of the field, name of the file, bytes.
    pub async fn send_files(&self, page: &str, action: &str, fields: &[(&str, &str)], files: &[(&str, &str, Vec<u8>)]) -> Answer {
        let mut form = reqwest::multipart::Form::new().text("form_token", self.token(page).await);
        for (name, value) in fields {
            form = form.text((*name).to_string(), (*value).to_string());
        }
        for (field, name, bytes) in files {
            let part = reqwest::multipart::Part::bytes(bytes.clone()).file_name((*name).to_string());
            form = form.part((*field).to_string(), part);
        }
        self.ask(self.http.post(format!("{}{action}", self.base)).multipart(form)).await
    }

    /// The same as JSON, as a page's script does.
    pub async fn send_json(&self, page: &str, action: &str, mut body: serde_json::Value) -> Answer {
        body["form_token"] = self.token(page).await.into();
        self.ask(self.http.post(format!("{}{action}", self.base)).json(&body)).await
    }

    /// Sends a form as another site would: with the cookies, without the token.
    pub async fn without_token(&self, action: &str) -> Answer {
        self.ask(self.http.post(format!("{}{action}", self.base)).form(&[("form_token", "guess")])).await
    }

    /// Sends a form that must succeed, and opens the page it leads to.
    pub async fn does(&self, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.send(page, action, fields).await;
        assert_eq!(answer.status, 303, "{action}: {}", answer.text);
        let to = answer.header("location").to_string();
        self.open(&to).await
    }
}
