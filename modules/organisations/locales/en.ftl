# Words of departments and halls.

organisations-menu-halls = Service halls

organisations-departments-title = Departments
organisations-departments-none = No departments are listed here yet.
organisations-department-services = Services of this department
organisations-address = Address
organisations-phone-consult = Phone for questions
organisations-phone-complaint = Phone for complaints
organisations-line = System
organisations-region = Area
organisations-credit-code = Unified social credit code
organisations-appeal-heading = If you disagree with a decision
organisations-appeal-lead = You may ask for an administrative review of this department’s decisions, or sue in court.
organisations-review = Administrative review
organisations-court = Court

organisations-halls-title = Find a service hall
organisations-halls-none = No halls are listed here yet.
organisations-open = Open now
organisations-closed = Closed now
organisations-open-until = Open today until { $time }
organisations-opens-at = Opens today at { $time }
organisations-opens-on = Opens on { $date }
organisations-ask-by-phone = Please phone to ask when it opens
organisations-transport = How to get there
organisations-hours = Opening hours
organisations-hours-days = { $first } to { $last }, { $from } to { $to }
organisations-hours-day = { $day }, { $from } to { $to }
organisations-hours-note = Closed on public holidays, open on weekends that are make-up working days.
organisations-phone = Phone
organisations-serves = Area served
organisations-counters = Counters
organisations-parking = Car park
organisations-lift = Lift
organisations-has = Yes
organisations-has-not = No
organisations-notes = Before you come
organisations-monday = Monday
organisations-tuesday = Tuesday
organisations-wednesday = Wednesday
organisations-thursday = Thursday
organisations-friday = Friday
organisations-saturday = Saturday
organisations-sunday = Sunday
