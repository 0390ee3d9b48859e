# Words of departments and halls.

organisations-menu-halls = 辦事大廳

organisations-departments-title = 各部門
organisations-departments-none = 這裏還沒有部門信息。
organisations-department-services = 看這個部門辦的事
organisations-address = 地址
organisations-phone-consult = 諮詢電話
organisations-phone-complaint = 投訴電話
organisations-line = 所屬系統
organisations-region = 所在地區
organisations-credit-code = 統一社會信用代碼
organisations-appeal-heading = 不同意決定怎麼辦
organisations-appeal-lead = 對這個部門的決定不服，可以申請行政復議，也可以向法院起訴。
organisations-review = 行政復議
organisations-court = 行政訴訟

organisations-halls-title = 找辦事大廳
organisations-halls-none = 這裏還沒有大廳信息。
organisations-open = 正在開放
organisations-closed = 現在關門
organisations-open-until = 今天開到 { $time }
organisations-opens-at = 今天 { $time } 開門
organisations-opens-on = { $date }開門
organisations-ask-by-phone = 請打電話問開門時間
organisations-transport = 怎麼去
organisations-hours = 開放時間
organisations-hours-days = { $first }到{ $last }，{ $from } 到 { $to }
organisations-hours-day = { $day }，{ $from } 到 { $to }
organisations-hours-note = 法定節假日不開，調休上班的週末照常開。
organisations-phone = 電話
organisations-serves = 服務地區
organisations-counters = 窗口數
organisations-parking = 停車場
organisations-lift = 電梯
organisations-has = 有
organisations-has-not = 沒有
organisations-notes = 來之前請看
organisations-monday = 週一
organisations-tuesday = 週二
organisations-wednesday = 週三
organisations-thursday = 週四
organisations-friday = 週五
organisations-saturday = 週六
organisations-sunday = 週日
