//! What a person's browser could be made to send, and what comes back, bare. And cities with other
//! settings and other doors.

use std::net::SocketAddr;

use onewindow::serve;
use reqwest::{
    Response, Url,
    cookie::CookieStore as _,
    header::{CONTENT_TYPE, ORIGIN},
};
use testkit::Database;
use web::{Site, Zone};

use crate::{
    city::City,
    person::{Fields, Person},
};

impl City {
    /// The city on SQLite, on this day, with other settings of its site.
    pub async fn whose(instant: &str, set: impl FnOnce(&mut Site)) -> Self {
        Self::set_up(Database::sqlite(), instant, None, set).await
    }

    /// A door of its own for a zone; its address.
    pub async fn door(&self, zone: Zone) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let router = serve::zone(&self.installation, zone);
        tokio::spawn(async move {
            axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
                .await
                .unwrap();
        });
        base
    }
}

impl Person {
    /// The whole address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The bare answer of a path.
    pub async fn asks(&self, path: &str) -> Response {
        self.plain.get(self.url(path)).send().await.unwrap()
    }

    /// The bare answer to a browser that wants it for a part of a page.
    pub async fn asks_for(&self, url: &str, wanted: &str) -> Response {
        self.plain.get(url).header("sec-fetch-dest", wanted).send().await.unwrap()
    }

    /// The bare answer to a form.
    pub async fn posts_plainly(&self, address: &str, fields: &Fields) -> Response {
        let pairs: Vec<(&str, &str)> = fields
            .iter()
            .flat_map(|(name, values)| values.iter().map(|it| (name.as_str(), it.as_str())))
            .collect();
        let request = self.plain.post(self.url(address)).header(ORIGIN, self.base.clone());
        request.form(&pairs).send().await.unwrap()
    }

    /// The bare answer to a body that a page of some site sends.
    pub async fn sends_body(
        &self,
        url: &str,
        kind: &str,
        body: &str,
        site: Option<&str>,
    ) -> Response {
        let mut request = self.plain.post(url).header(CONTENT_TYPE, kind).body(body.to_owned());
        if let Some(site) = site {
            request = request.header("sec-fetch-site", site);
        }
        request.send().await.unwrap()
    }

    /// The cookies of this visitor, `name=value`.
    pub fn cookies(&self) -> Vec<String> {
        let url = Url::parse(&self.base).unwrap();
        let header = self.jar.cookies(&url);
        let text = header.map(|it| it.to_str().unwrap().to_owned()).unwrap_or_default();
        text.split("; ").map(str::to_owned).collect()
    }

    /// The value of a cookie that must be there.
    pub fn cookie(&self, name: &str) -> String {
        let prefix = format!("{name}=");
        let found =
            self.cookies().into_iter().find_map(|it| it.strip_prefix(&prefix).map(str::to_owned));
        found.unwrap_or_else(|| panic!("no cookie {name}: {:?}", self.cookies()))
    }
}
