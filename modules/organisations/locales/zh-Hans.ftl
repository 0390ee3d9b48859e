# Words of departments and halls.

organisations-menu-halls = 办事大厅

organisations-departments-title = 各部门
organisations-departments-none = 这里还没有部门信息。
organisations-department-services = 看这个部门办的事
organisations-address = 地址
organisations-phone-consult = 咨询电话
organisations-phone-complaint = 投诉电话
organisations-line = 所属系统
organisations-region = 所在地区
organisations-credit-code = 统一社会信用代码
organisations-appeal-heading = 不同意决定怎么办
organisations-appeal-lead = 对这个部门的决定不服，可以申请行政复议，也可以向法院起诉。
organisations-review = 行政复议
organisations-court = 行政诉讼

organisations-halls-title = 找办事大厅
organisations-halls-none = 这里还没有大厅信息。
organisations-open = 正在开放
organisations-closed = 现在关门
organisations-open-until = 今天开到 { $time }
organisations-opens-at = 今天 { $time } 开门
organisations-opens-on = { $date }开门
organisations-ask-by-phone = 请打电话问开门时间
organisations-transport = 怎么去
organisations-hours = 开放时间
organisations-hours-days = { $first }到{ $last }，{ $from } 到 { $to }
organisations-hours-day = { $day }，{ $from } 到 { $to }
organisations-hours-note = 法定节假日不开，调休上班的周末照常开。
organisations-phone = 电话
organisations-serves = 服务地区
organisations-counters = 窗口数
organisations-parking = 停车场
organisations-lift = 电梯
organisations-has = 有
organisations-has-not = 没有
organisations-notes = 来之前请看
organisations-monday = 周一
organisations-tuesday = 周二
organisations-wednesday = 周三
organisations-thursday = 周四
organisations-friday = 周五
organisations-saturday = 周六
organisations-sunday = 周日
