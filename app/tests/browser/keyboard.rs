//! With the keyboard alone: from the search on the home page to a submitted form. Wherever the
//! focus stops, it is seen.

use serde_json::Value;
use testkit::browser::Key;

use crate::{
    person::Person,
    town::{CHEN, Town},
};

/// Answers the words of what has the focus, and whether the focus is seen there.
const STOP: &str = r"
const at = document.activeElement, look = getComputedStyle(at), box = at.getBoundingClientRect();
const label = at.labels && at.labels[0] || at.closest('fieldset') && at.labels[0];
const words = at.tagName === 'BODY' ? '' : (label || at).innerText || at.getAttribute('aria-label') || at.value || '';
const is_lit = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2 || look.boxShadow !== 'none';
const is_near = box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
return { words: words.trim().replace(/\s+/g, ' '), isSeen: at.tagName === 'BODY' || is_lit && is_near, html: at.outerHTML.slice(0, 160) };";

/// Nobody should have to press the key more often on one page.
const MOST: usize = 80;

impl Person {
    async fn key(&mut self, key: Key) -> &mut Self {
        self.browser.press(key).await;
        self
    }

    /// Goes with Tab until the focus is on something with these words.
    async fn tabs_to(&mut self, words: &str) -> &mut Self {
        let mut stops = Vec::new();
        for _ in 0..MOST {
            self.key(Key::Tab).await;
            let stop = self.browser.asks(STOP, vec![]).await;
            assert_eq!(
                stop["isSeen"],
                Value::Bool(true),
                "the focus is not seen on {}",
                stop["html"]
            );
            let found = stop["words"].as_str().unwrap_or_default().to_owned();
            if found.starts_with(words) {
                return self;
            }
            stops.push(found);
        }
        panic!("Tab never comes to {words:?} on {}: {stops:?}", self.path().await)
    }

    async fn types(&mut self, label: &str, words: &str) -> &mut Self {
        self.tabs_to(label).await;
        self.browser.types(words).await;
        self
    }

    /// Chooses a file in the window of the system, which opens from the field.
    async fn hands_over(&mut self, label: &str, name: &str) -> &mut Self {
        let file = self.paper(name);
        self.types(label, file.to_str().unwrap()).await
    }

    /// Goes to a link or button and presses Enter there.
    async fn enters(&mut self, words: &str) -> &mut Self {
        self.tabs_to(words).await;
        self.presses_key(Key::Enter).await
    }
}

#[tokio::test]
async fn the_keyboard_is_enough() {
    let town = Town::on("2026-03-02T10:00:00+08:00").await;
    let mut citizen = town.at_a_desk("citizen").await;
    citizen.opens("/").await;
    citizen.tabs_to("跳到正文").await.key(Key::Enter).await;
    citizen.types("您要办什么事", "开餐馆").await.presses_key(Key::Enter).await;
    citizen.enters("食品经营许可").await.enters("网上申请").await;
    citizen.types("身份证号", CHEN).await.types("密码", "onewindow").await;
    citizen.presses_key(Key::Enter).await;
    // The first radio of a group takes the focus; Space marks it, an arrow goes on to the next.
    citizen.tabs_to("餐饮服务").await.key(Key::Space).await.enters("开始申请").await;
    citizen.tabs_to("要做").await.key(Key::Down).await.enters("继续").await;
    citizen.types("统一社会信用代码", "91980102MA98RY019R").await;
    citizen.types("食品安全管理员姓名", "陈雨禾").await.enters("保存并继续").await;
    citizen.types("经营场所地址", "榕城市鼓台区东街 18 号一层").await;
    citizen.types("经营面积（平方米）", "80").await.types("座位数", "24").await;
    citizen.enters("保存并继续").await;
    citizen.hands_over("上传营业执照", "执照.pdf").await;
    citizen.hands_over("上传经营场所布局图", "布局图.pdf").await;
    citizen.enters("保存并继续").await.reads("不做").await.enters("提交申请").await;
    citizen.reads("申请已提交").await;
}
