//! A person at a browser without script: follows links, fills in forms, reads pages.

use std::{collections::BTreeMap, sync::Arc};

use reqwest::{
    Client, Response,
    cookie::Jar,
    header::{ACCEPT_LANGUAGE, ORIGIN},
    multipart::{Form, Part},
    redirect::Policy,
};
use scraper::{ElementRef, Html, Selector};

use crate::city::City;

/// The password of every demonstration account.
const PASSWORD: &str = "onewindow";
/// Where a colleague's task is taken over.
const TAKE_OVER: &str = "/take-over";

/// One visitor with cookies of their own, and the page before them.
pub struct Person {
    name: String,
    client: Client,
    /// The same visitor, who does not go where they are sent.
    pub plain: Client,
    pub jar: Arc<Jar>,
    pub base: String,
    /// The path of the page before them, with its query.
    pub path: String,
    /// The status with which it was answered.
    pub status: u16,
    /// Its HTML.
    pub html: String,
}

impl City {
    /// Somebody who has not signed in.
    pub fn anonymous(&self) -> Person {
        Person::new("anonymous", &self.base)
    }

    /// A citizen who has signed in.
    pub async fn citizen(&self, id_number: &str) -> Person {
        let mut person = Person::new("citizen", &self.base);
        person.signs_in("/zh-hans/sign-in", id_number).await;
        person
    }

    /// A staff member who has signed in.
    pub async fn staff(&self, login: &str) -> Person {
        let mut person = Person::new(login, &self.base);
        // Nobody signs in twice with the same code.
        self.clock.advance(jiff::SignedDuration::from_secs(60));
        person.signs_in("/staff/sign-in", login).await;
        person
    }
}

/// The fields of a form as a browser would send them.
pub type Fields = BTreeMap<String, Vec<String>>;

impl Person {
    /// Somebody who has not signed in.
    pub fn new(name: &str, base: &str) -> Self {
        let jar = Arc::new(Jar::default());
        let builder = || Client::builder().cookie_provider(jar.clone());
        Self {
            name: name.to_owned(),
            client: builder().build().unwrap(),
            plain: builder().redirect(Policy::none()).build().unwrap(),
            jar,
            base: base.to_owned(),
            path: String::new(),
            status: 0,
            html: String::new(),
        }
    }

    /// Opens a page, whatever its status.
    pub async fn looks_at(&mut self, path: &str) -> &mut Self {
        let request = self.client.get(format!("{}{path}", self.base));
        let response = request.header(ACCEPT_LANGUAGE, "zh-CN").send().await.unwrap();
        self.takes(response).await
    }

    /// Opens a page that must be there.
    pub async fn opens(&mut self, path: &str) -> &mut Self {
        self.looks_at(path).await;
        assert_eq!(self.status, 200, "{} opens {path}: {}", self.name, self.text());
        self
    }

    /// The bytes behind an address that must be there.
    pub async fn downloads(&mut self, path: &str) -> Vec<u8> {
        let response = self.client.get(format!("{}{path}", self.base)).send().await.unwrap();
        assert_eq!(response.status().as_u16(), 200, "{} downloads {path}", self.name);
        response.bytes().await.unwrap().to_vec()
    }

    async fn takes(&mut self, response: Response) -> &mut Self {
        self.status = response.status().as_u16();
        let url = response.url().clone();
        self.path = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        self.html = response.text().await.unwrap();
        self
    }

    /// Signs in as a citizen or as staff.
    pub async fn signs_in(&mut self, page: &str, login: &str) -> &mut Self {
        self.opens(page).await;
        let (login, password) = ([("login", login)], [("password", PASSWORD)]);
        self.sends(page, &[login[0], password[0]]).await;
        if self.path.contains("/sign-in/second") {
            self.gives_code("/sign-in/second").await;
        }
        assert!(!self.path.contains("sign-in"), "{} signs in: {}", self.name, self.text());
        self
    }

    /// Types the code that the demonstration shows.
    pub async fn gives_code(&mut self, action: &str) -> &mut Self {
        let code = testkit::demo_code(&self.html).expect("the demonstration shows the code");
        let (address, mut fields) = self.form(action);
        fields.insert("code".to_owned(), vec![code]);
        self.posts(&address, &fields).await
    }

    /// Confirms that it is them, as the page asks.
    pub async fn confirms(&mut self) -> &mut Self {
        assert!(self.path.contains("/step-up?"), "{} is asked: {}", self.name, self.path);
        if self.html.contains("name=\"password\"") {
            let (address, mut fields) = self.form("/step-up");
            fields.insert("password".to_owned(), vec![PASSWORD.to_owned()]);
            return self.posts(&address, &fields).await;
        }
        self.gives_code("/step-up").await
    }

    /// Sends the form whose action contains `action`, with these answers over what it holds.
    pub async fn sends(&mut self, action: &str, answers: &[(&str, &str)]) -> &mut Self {
        if self.find_form(action).is_none() && self.find_form(TAKE_OVER).is_some() {
            self.takes_over().await;
        }
        let (address, mut fields) = self.form(action);
        for (name, value) in answers {
            fields.insert((*name).to_owned(), vec![(*value).to_owned()]);
        }
        self.posts(&address, &fields).await;
        // Acts of power ask once more; what was typed is not lost.
        if self.path.contains("/step-up?") { self.confirms().await } else { self }
    }

    /// Takes over the task before them, which is a colleague's, as the page asks.
    async fn takes_over(&mut self) {
        let (address, mut fields) = self.form(TAKE_OVER);
        fields.insert("reason".to_owned(), vec!["同事请假，由我接办".to_owned()]);
        self.posts(&address, &fields).await;
        assert!(self.path.contains("done=taken-over"), "{}: {}", self.name, self.text());
    }

    /// Looks a case up by number and code, as the form asks.
    pub async fn looks_up(&mut self, reference: &str, code: &str) -> &mut Self {
        self.opens("/zh-hans/track").await;
        self.sends("/zh-hans/track", &[("ref", reference), ("code", code)]).await
    }

    /// Sends fields to an address as a browser does.
    pub async fn posts(&mut self, address: &str, fields: &Fields) -> &mut Self {
        let pairs: Vec<(&str, &str)> = fields
            .iter()
            .flat_map(|(name, values)| values.iter().map(|it| (name.as_str(), it.as_str())))
            .collect();
        let request = self.client.post(format!("{}{address}", self.base));
        let response = request.header(ORIGIN, self.base.clone()).form(&pairs).send().await.unwrap();
        self.takes(response).await
    }

    /// Sends a form with files.
    pub async fn uploads(&mut self, action: &str, files: &[(&str, &str, Vec<u8>)]) -> &mut Self {
        let (address, fields) = self.form(action);
        let mut form = Form::new();
        for (name, values) in fields {
            for value in values {
                form = form.text(name.clone(), value);
            }
        }
        for (field, name, bytes) in files {
            form = form.part(
                (*field).to_owned(),
                Part::bytes(bytes.clone()).file_name((*name).to_owned()),
            );
        }
        let request = self.client.post(format!("{}{address}", self.base));
        let response =
            request.header(ORIGIN, self.base.clone()).multipart(form).send().await.unwrap();
        self.takes(response).await
    }

    /// The address and fields of the form whose action contains `action`.
    pub fn form(&self, action: &str) -> (String, Fields) {
        let form = self.find_form(action);
        form.unwrap_or_else(|| panic!("{}: no form for {action} on {}", self.name, self.path))
    }

    fn find_form(&self, action: &str) -> Option<(String, Fields)> {
        let page = Html::parse_document(&self.html);
        let forms = Selector::parse("form").unwrap();
        let own = self.path.split('?').next().unwrap_or_default().to_owned();
        let address = |form: &ElementRef<'_>| form.attr("action").unwrap_or(&own).to_owned();
        let form = page.select(&forms).find(|it| address(it).contains(action))?;
        Some((address(&form), fields(form)))
    }

    /// The form of the page that binds to what it shows.
    pub fn binding_form(&self) -> (String, Fields) {
        let page = Html::parse_document(&self.html);
        let forms = Selector::parse("form").unwrap();
        let all: Vec<_> = page.select(&forms).map(|form| (form, fields(form))).collect();
        let bound = all.into_iter().find(|(_, fields)| fields.contains_key("_shown"));
        let (form, fields) = bound.unwrap_or_else(|| panic!("{} binds nobody", self.path));
        (form.attr("action").unwrap_or_default().to_owned(), fields)
    }

    /// The whole text of the page, in one line.
    pub fn text(&self) -> String {
        let page = Html::parse_document(&self.html);
        let main = Selector::parse("main").unwrap();
        let words: Vec<&str> = page
            .select(&main)
            .flat_map(|main| main.text())
            .map(str::trim)
            .filter(|it| !it.is_empty())
            .collect();
        words.join(" ")
    }

    /// The page says this.
    #[track_caller]
    pub fn reads(&self, text: &str) -> &Self {
        let page = self.text();
        assert!(page.contains(text), "{} reads {text:?} on {}: {page}", self.name, self.path);
        self
    }

    /// The addresses of links that contain `part`.
    pub fn links(&self, part: &str) -> Vec<String> {
        let page = Html::parse_document(&self.html);
        let links = Selector::parse("a[href]").unwrap();
        let hrefs = page.select(&links).filter_map(|it| it.attr("href").map(str::to_owned));
        hrefs.filter(|href| href.contains(part)).collect()
    }

    /// Follows the first link whose address contains `part`.
    pub async fn follows(&mut self, part: &str) -> &mut Self {
        let found = self.links(part);
        let Some(href) = found.first() else {
            panic!("{}: no link to {part} on {}: {}", self.name, self.path, self.text());
        };
        let href = href.clone();
        self.opens(&href).await
    }
}

/// What a browser would send of a form as it stands.
fn fields(form: ElementRef<'_>) -> Fields {
    let mut fields = Fields::new();
    let inputs = Selector::parse("input[name], textarea[name]").unwrap();
    for input in form.select(&inputs) {
        let name = input.attr("name").unwrap_or_default().to_owned();
        let kind = input.attr("type").unwrap_or("text");
        let value = match input.value().name() {
            "textarea" => input.text().collect(),
            _ => input.attr("value").unwrap_or_default().to_owned(),
        };
        let is_off = matches!(kind, "radio" | "checkbox") && input.attr("checked").is_none();
        if !is_off && kind != "file" && kind != "submit" {
            fields.entry(name).or_default().push(value);
        }
    }
    fields
}
