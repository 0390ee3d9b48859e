//! Where a rating was given, and by whom.

use serde::{Deserialize, Serialize};

/// Where a rating was given (评价渠道), GB/T 39046 with the channels that came later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// PC端: the site on a computer.
    Pc,
    /// 移动服务端: the site on a phone.
    Mobile,
    /// 二维码: a code that was scanned.
    Qr,
    /// 大厅平板: the tablet at a counter.
    HallTablet,
    /// 大厅其他终端: another device of a hall.
    HallTerminal,
    /// 电话.
    Phone,
    /// 短信.
    Sms,
    /// 小程序.
    MiniProgram,
    /// 自助终端.
    Kiosk,
    /// 意见箱: on paper.
    Paper,
}

impl Channel {
    /// All channels.
    pub const ALL: [Self; 10] = [
        Self::Pc,
        Self::Mobile,
        Self::Qr,
        Self::HallTablet,
        Self::HallTerminal,
        Self::Phone,
        Self::Sms,
        Self::MiniProgram,
        Self::Kiosk,
        Self::Paper,
    ];

    /// The channel's word in addresses, tables and keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pc => "pc",
            Self::Mobile => "mobile",
            Self::Qr => "qr",
            Self::HallTablet => "hall_tablet",
            Self::HallTerminal => "hall_terminal",
            Self::Phone => "phone",
            Self::Sms => "sms",
            Self::MiniProgram => "mini_program",
            Self::Kiosk => "kiosk",
            Self::Paper => "paper",
        }
    }

    /// Reads [`Channel::word`].
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }
}

/// By whom a rating was given. Staff cannot rate, for nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rater {
    /// The applicant or the person who acted, signed in: a real-name rating, which is always
    /// called back when it is bad.
    Owner,
    /// Whoever holds the receipt with reference and query code.
    CodeHolder,
}

impl Rater {
    /// The rater's word in tables and keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::CodeHolder => "code_holder",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back_and_equal_the_stored_form() {
        for channel in Channel::ALL {
            assert_eq!(Channel::parse(channel.word()), Some(channel));
            let stored = serde_json::to_string(&channel).unwrap();
            assert_eq!(stored, format!("\"{}\"", channel.word()));
        }
        assert_eq!(Channel::parse("pigeon"), None);
    }
}
