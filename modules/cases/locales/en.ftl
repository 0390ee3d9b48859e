# Words of cases: for the people who apply.

# Menu
cases-menu-track = Track
cases-menu-queue = Queue
cases-menu-counter = Counter

# Statuses: the same words everywhere
cases-status-draft = Draft
cases-status-submitted = Sent, waiting to be accepted
cases-status-returned = You need to correct something
cases-status-accepted = Accepted
cases-status-in-review = Being reviewed
cases-status-consulting = Another office is being asked
cases-status-paused = Clock paused
cases-status-approved = Approved, being issued
cases-status-issued = Done
cases-status-refused = Refused
cases-status-not-accepted = Not accepted
cases-status-withdrawn = Withdrawn

# What is asked of every page
cases-service = Service
cases-applicant = Applicant
cases-authority = Authority
cases-reference = Reference
cases-number = Case number
cases-code = Query code
cases-phone-consult = Phone for questions
cases-list-comma = {", "}
cases-situation = Your situation
cases-not-answered = Not answered
cases-money = { $amount } yuan
cases-source-person = From your account
cases-source-firm = From the register of firms
cases-materials = Documents
cases-documents = Letters and notices

# How a document is handed in
cases-how-files = Files uploaded: { $count }
cases-how-licence = From a licence you hold, number { $number }
cases-how-paper = Shown or handed in at the counter
cases-how-later = You will bring it to the hall
cases-how-generated = Made from your answers, nothing to bring
cases-how-looked-up = We look it up, nothing to bring
cases-how-missing = Still missing
cases-how-may-follow = May follow after acceptance
cases-how-optional = Not given (not needed)

# What is left to do
cases-hub-title = Your application
cases-hub-kept = Draft kept until
cases-hub-progress = Progress
cases-hub-done = { $done } of { $all } done
cases-hub-fill = Answer
cases-hub-documents = Documents
cases-hub-documents-task = Upload or choose documents
cases-hub-documents-hint = Licences you hold are taken over.
cases-hub-send = Send
cases-hub-continue = Continue
cases-hub-saved = Every step is saved. You can leave and go on later on any device.
cases-hub-discard = Delete this application
cases-task-done = Done
cases-task-todo = To do
cases-task-known = Filled in for you, please look
cases-task-left = Answers still needed: { $count }
cases-task-missing = Missing: { $count }
cases-task-ready = Ready to send
cases-task-later = Finish the tasks above first

# Check and send
cases-check-title = Check and send
cases-check-declaration-heading = Declaration
cases-check-declaration = By sending this you declare that the answers and documents are true, that you take legal responsibility for them, and that the authority may check and use them to handle this application.
cases-check-then = Once sent it cannot be changed, unless the authority returns it to you.
cases-check-submit = Send the application
cases-check-back = Not yet, back to the list
cases-check-topic-left = Complete “{ $topic }”
cases-check-material-left = Hand in “{ $material }”

# Receipt
cases-submitted-title = Your application has been sent
cases-submitted-keep = Keep the reference and the code. With them you can track it without signing in.
cases-submitted-on = Sent on
cases-submitted-desk = Now with
cases-submitted-answer-by = Answer by
cases-submitted-next = What happens next
cases-submitted-next-1 = { $unit } tells you by { $date } whether it is accepted. Without an answer by then it counts as accepted.
cases-submitted-next-2 = If something needs correcting, you get one complete list.
cases-submitted-next-3 = After acceptance, a decision within { $days } working days.
cases-submitted-next-3-calendar = After acceptance, a decision within { $days } days.
cases-submitted-next-3-today = After acceptance, a decision on the same day.
cases-submitted-pdf = Download the receipt (PDF)
cases-submitted-track = Track the application

# Finding a case
cases-find-title = Track an application
cases-find-lead = With the reference and code of your receipt, without signing in.
cases-find-reference = Reference
cases-find-reference-hint = For example RC-7K4M-92XP, in any letter case. The case number of 45 digits works too.
cases-find-code = Query code
cases-find-code-hint = Six digits on the receipt
cases-find-reference-needed = Enter the reference
cases-find-code-needed = Enter the query code
cases-find-submit = Find
cases-find-unknown = Nothing was found
cases-find-unknown-1 = Compare the reference and the code with the receipt.
cases-find-unknown-2 = The query code is neither your password nor a code sent to your phone.
cases-find-unknown-3 = A draft that was not sent cannot be found here. Sign in to go on with it.
cases-find-sign-in = Sign in to see all your applications

# Progress
cases-track-title = Progress
cases-track-returned = You need to correct something
cases-track-returned-text = Only what was returned needs changing. The clock does not run meanwhile.
cases-track-returned-sign-in = Sign in with the account that sent the application, or come to the hall.
cases-track-correct = Correct it
cases-track-messages = Messages
cases-track-about = About this application
cases-told-corrected = Your corrections have been sent.
cases-told-withdrawn = Your application has been withdrawn.
cases-told-discarded = The draft has been deleted. To bring it back, see “Recently deleted”.
cases-desk = Now with { $unit }
cases-desk-you = Now it is your turn
cases-steps = Steps
cases-step-deemed = No answer in time: accepted by law
cases-step-returned = Returned, waiting for your corrections
cases-step-member = { $name } ({ $unit })
cases-step-spoken = { $who }: opinion given
cases-step-waits = { $who }: by { $due }
cases-step-waits-silent = { $who }: by { $due }, after that silence counts as consent

# The date and why
cases-due-notice = Answer on acceptance by
cases-due-decision = Decision by
cases-due-paused = Paused. If the clock runs again tomorrow, decision by
cases-due-delivery = Result delivered by
cases-due-statutory = This is the promised date. The limit set by law ends on { $date }.
cases-due-late = Late
cases-due-provisional = A year on the way has no published holidays yet, so the date may move.
cases-due-why = How this date is counted
cases-due-rule-working = { $days } working days from { $start }, which does not count.
cases-due-rule-calendar = { $days } days from { $start }, which does not count.
cases-due-version = Counted with version { $version } of the working calendar
cases-day-date = Date
cases-day-weekday = Day
cases-day-reason = What it counts
cases-day-counted = Day { $number }
cases-day-make-up = Day { $number } (worked in exchange)
cases-day-weekend = Not counted: weekend
cases-day-holiday = Not counted: { $name }
cases-day-suspended = Paused: { $name }
cases-day-moved = Moved to this day
cases-weekday-1 = Mon
cases-weekday-2 = Tue
cases-weekday-3 = Wed
cases-weekday-4 = Thu
cases-weekday-5 = Fri
cases-weekday-6 = Sat
cases-weekday-7 = Sun
cases-pauses = Paused days
cases-pause-open = Paused from { $from }, expected until { $to }
cases-pause-over = Paused from { $from }, running again on { $to }

# The names of the letters
cases-doc-receipt = Receipt
cases-doc-correction = Notice of everything that needs correcting
cases-doc-corrected = Receipt for corrections
cases-doc-acceptance = Notice of acceptance
cases-doc-non-acceptance = Notice of non-acceptance
cases-doc-suspension = Notice of suspension
cases-doc-grant = Decision to grant
cases-doc-refusal = Decision to refuse
cases-doc-conclusion = Notice of completion
cases-doc-withdrawal = Confirmation of withdrawal

# Result
cases-result = Result
cases-result-download = Download the result (PDF)
cases-result-rate = Rate this service
cases-result-verify = Check this licence
cases-result-valid-to = Valid until { $date }
cases-result-no-end = Valid without end
cases-validity-valid = Valid
cases-validity-expired = Expired
cases-validity-suspended = Suspended
cases-validity-revoked = Revoked
cases-validity-cancelled = Cancelled

# Refusal and what can be done
cases-refused-title = Refused
cases-not-accepted-title = Not accepted
cases-not-accepted-basis = Administrative Licensing Law, Article 32
cases-refused-on = Decided on
cases-refused-reason = Reason
cases-refused-explained = Explanation
cases-refused-competent = Who is competent
cases-remedies = What you can do against it
cases-remedies-lead = You can choose either way. The time counts from the day you learn of the decision.
cases-remedy-review = Within { $days } days, ask { $body } to review it.
cases-remedy-court = Within { $months } months, bring a suit at { $court }.
cases-remedy-ask = Ask first:
cases-remedy-complain = Complain:

# Corrections
cases-corrections-title = Correct your application
cases-corrections-lead = { $unit } returned these items. Nothing else needs filling in.
cases-corrections-left = Still to do: { $count }. Send them when all are done.
cases-corrections-ready = All are done. You can send them.
cases-corrections-send = Send the corrections
cases-corrections-back = Back to the progress
cases-item-done = Done
cases-item-todo = To do
cases-item-error = { $item }: { $what }

# Withdrawal
cases-withdraw-link = Withdraw the application
cases-withdraw-title = Withdraw the application?
cases-withdraw-1 = The authority stops handling it and decides nothing.
cases-withdraw-2 = This cannot be undone. You can apply again later.
cases-withdraw-reason = Why do you withdraw it?
cases-withdraw-do = Withdraw the application
cases-withdraw-keep = Keep it, go back
cases-withdraw-too-late = It has been decided and can no longer be withdrawn. See the progress.

# Own space
cases-my-needs-you = Needs you
cases-my-waiting = Waiting
cases-my-done = Done
cases-my-empty = Nothing here yet. What you begin or send appears here, and you can follow it.
cases-my-no-more = There are no older ones.
cases-my-begin = Find a service
cases-my-more = More
cases-my-all = All applications
cases-my-submitted = Sent on { $date }
cases-my-due = Decision by { $date }
cases-my-draft = Draft, kept until { $date }
cases-my-draft-saved = Last saved { $at }
cases-my-draft-discard = Delete
cases-my-messages-unread = Messages ({ $count } unread)
cases-messages-title = Messages
cases-messages-empty = No messages yet. When something happens with your applications, you are told here.
cases-messages-unread = { $count } unread
cases-messages-new = New
cases-messages-mark-all = Mark all as read

# What the rules refuse, and what to do
cases-refusal-incomplete = This is not complete yet
cases-refusal-exists = This application was sent before; see its progress
cases-identity-L1 = For this, your contact details must be confirmed first.
cases-identity-L2 = For this, your name and identity number must be checked first.
cases-identity-L3 = For this, you must be checked in person first: by your face at the identity provider, or once with your card at a counter.
cases-identity-L4 = For this, sign in with a certificate.
cases-refusal-unknown = There is no such case; check the reference
cases-refusal-wrong-stage = The case has moved on and this cannot be done now. Open it again and look.
cases-refusal-nothing-to-correct = Name what has to be corrected
cases-refusal-second-correction = Corrections were asked for before; give the reason for asking again
cases-refusal-not-asked = The service does not ask for this; choose from the list
cases-refusal-still-missing = Not corrected yet; change it first
cases-refusal-no-reason = Choose a reason and explain it
cases-refusal-no-opinion = Write the opinion
cases-refusal-not-your-task = This step waits for somebody else; choose from your queue
cases-refusal-same-person = You handled this case before, so somebody else has to decide
cases-refusal-review-against = The review is against it, so it cannot be granted. Read the opinions.
cases-refusal-no-such-procedure = The service has no such procedure; choose from the list
cases-refusal-too-long = At most { $days } working days; choose fewer
cases-refusal-text-too-long = The text is too long. Please keep it within 2,000 characters.
cases-refusal-not-yet = The limit has not passed, so this cannot be done yet

# Letters: the frame
cases-letter-seal = Seal for Administrative Approval
cases-letter-verify = Scan the code to check this document and to see how your case stands.
cases-letter-law = { $law }, { $article }
cases-letter-limit-working = { $days } working days
cases-letter-limit-calendar = { $days } calendar days
cases-letter-contact = If you have questions, call { $phone }.
cases-letter-and = ,{ " " }

# Letters: the lines of the table
cases-letter-service = Service
cases-letter-reference = Reference
cases-letter-number = Case number
cases-letter-query-code = Query code
cases-letter-received-on = Received on
cases-letter-channel = Handed in
cases-letter-channel-online = Online
cases-letter-channel-counter = At the counter
cases-letter-channel-post = By post
cases-letter-channel-kiosk = At a kiosk
cases-letter-channel-assisted = With help
cases-letter-answer-by = Answer by
cases-letter-accepted-on = Accepted on
cases-letter-statutory = Limit set by law
cases-letter-promised = Limit we promise
cases-letter-due = { $due } ({ $limit })
cases-letter-basis = Legal basis
cases-letter-reason = Reason
cases-letter-explanation = Explanation
cases-letter-why = Why
cases-letter-second-reason = Why there is a second list
cases-letter-competent = Competent authority
cases-letter-procedure = Special procedure
cases-letter-from = Paused from
cases-letter-expected = Expected to end on
cases-letter-result = Result
cases-letter-result-number = Number of the result
cases-letter-identifier = Electronic identifier
cases-letter-delivery = Delivered by
cases-letter-remark = Remark

# Letters: receipt
cases-letter-receipt-title = Receipt for an application
cases-letter-receipt = We have received your application for “{ $service }”.
cases-letter-receipt-only = This receipt shows that your application arrived. It does not yet mean that it is accepted.
cases-letter-corrected-title = Receipt for corrections
cases-letter-corrected = We have received your corrections to the application for “{ $service }”.
cases-letter-received = What we have received
cases-letter-received-as = Received as
cases-letter-how-file = uploaded file
cases-letter-how-licence = electronic licence no. { $number }
cases-letter-how-paper = paper seen at the counter
cases-letter-how-later = not yet; you will bring it
cases-letter-how-form = made from your answers, nothing to hand in
cases-letter-how-register = read in a government register, nothing to hand in
cases-letter-answer-days = How the date of the answer is counted
cases-letter-answer = By { $by } we tell you whether your application is accepted or what is missing. If we say nothing within { $days } working days, it counts as accepted from the day we received it (Administrative Licensing Law, Article 32).

# Letters: correction
cases-letter-correction-title = Notice of everything that needs correcting
cases-letter-correction = Your application for “{ $service }” needs correcting. Under Article 32 of the Administrative Licensing Law, this notice tells you once everything that has to be corrected.
cases-letter-correction-items = What needs correcting
cases-letter-answer-to = Your answer to: { $question }
cases-letter-correction-only = You need not hand in anything else again.
cases-letter-correction-how = You can correct it online at { $address }, or at the counter of any service centre.
cases-letter-correction-then = Within { $days } working days of receiving all corrections we tell you whether your application is accepted.

# Letters: acceptance
cases-letter-acceptance-title = Notice of acceptance
cases-letter-accepted = Your application for “{ $service }” is complete and in due form. We accept it.
cases-letter-deemed = We did not tell you within the legal limit what was missing in your application for “{ $service }”. Under Article 32 of the Administrative Licensing Law it counts as accepted from the day we received it.
cases-letter-to-follow = What you may still bring after acceptance
cases-letter-promised-days = How the promised date is counted
cases-letter-not-counted = Time for hearings, tests, expert reviews or inspections that the law asks for does not count. We tell you about it in writing (Administrative Licensing Law, Article 45).
cases-letter-not-accepted-title = Decision not to accept an application
cases-letter-not-accepted = We do not accept your application for “{ $service }”.
cases-letter-not-required = The law does not require this permission
cases-letter-not-competent = This is not within the competence of this authority
cases-letter-article-32 = Administrative Licensing Law, Article 32

# Letters: special procedure, decision, end
cases-letter-suspension-title = Notice of a special procedure
cases-letter-suspension = Your application for “{ $service }” needs a special procedure: { $procedure }. The time limit is paused.
cases-letter-suspension-then = The time it takes does not count. When it is over the limit runs on, and you can look up the new date at any time.
cases-letter-granted-licence-title = Decision to grant a licence
cases-letter-granted-title = Decision to grant an application
cases-letter-granted = We accepted your application for “{ $service }” on { $accepted }. It meets the conditions set by law, and we grant it.
cases-letter-granted-then = You will receive the result by the date above, and you can also download it.
cases-letter-refused-licence-title = Decision to refuse a licence
cases-letter-refused-title = Decision to refuse an application
cases-letter-refused = We accepted your application for “{ $service }” on { $accepted }. It does not meet the conditions set by law, and we refuse it.
cases-letter-remedies = How to challenge this decision
cases-letter-reconsideration = If you do not agree, you can apply for reconsideration to { $body } ({ $address }) within { $term } days of receiving this decision.
cases-letter-litigation = You can also bring an action before { $body } ({ $address }) within { $term } months of receiving this decision.
cases-letter-concluded-title = Notice of completion
cases-letter-concluded = Your application for “{ $service }” is completed.
cases-letter-concluded-then = Download the result at { $address }, or collect it at the counter with your identity card.
cases-letter-withdrawn-title = Confirmation of withdrawal
cases-letter-withdrawn = You have withdrawn your application for “{ $service }”. The case is closed.
cases-letter-withdrawn-then = You can apply again at any time.

# Letters: how a date was counted
cases-letter-days = Days
cases-letter-meaning = How they count
cases-letter-span = { $from } to { $to }
cases-letter-counted = Counted from the day after { $start }, a limit of { $limit } ends on { $due }.
cases-letter-provisional = { " " }The holidays of one of the years are not published yet, so the date may still move.
cases-letter-counted-working = Working day { $day }
cases-letter-counted-working-span = Working days { $first } to { $last }
cases-letter-counted-calendar = Day { $day }
cases-letter-counted-calendar-span = Days { $first } to { $last }
cases-letter-weekend = Weekend, not counted
cases-letter-holiday = { $name }, not counted
cases-letter-suspended = Paused, not counted
cases-letter-moved = Moved here because the last day was a day off

# The queue
cases-staff-colon = :{ " " }
cases-staff-queue-title = Waiting for you
cases-staff-count-late = Late
cases-staff-count-today = Due today
cases-staff-count-all = All
cases-staff-view-office = Cases of our office
cases-staff-updated = As of { $at }
cases-staff-reference = Reference
cases-staff-reference-hint = Such as RC-7K4M-92XP; capitals do not matter
cases-staff-reference-unknown = There is no case with this reference. Check it and type it again.
cases-staff-open = Open
cases-staff-service = Service
cases-staff-step = Step
cases-staff-applicant = Applicant
cases-staff-left = Time left
cases-staff-due = Due
cases-staff-received = Received
cases-staff-status = Status
cases-staff-promised = Promised for
cases-staff-none = None
cases-staff-queue-empty = Nothing is waiting for you here.
cases-staff-next-due = The next one is due on { $day }.
cases-staff-office-empty = Your office has no cases yet.
cases-staff-take-next = Open the most urgent case
cases-staff-late-by = Late; working days: { $days }
cases-staff-due-today = Due today
cases-staff-days-left = Working days left: { $days }

# After something was done
cases-staff-done-accepted = { $reference } is accepted.
cases-staff-done-not-accepted = { $reference } is not accepted.
cases-staff-done-returned = The correction notice for { $reference } is sent.
cases-staff-done-reviewed = Your opinion on { $reference } is recorded.
cases-staff-done-granted = { $reference } is granted. Until the notice leaves, you can undo this on its page.
cases-staff-done-refused = { $reference } is refused. Until the notice leaves, you can undo this on its page.
cases-staff-done-suspended = The clock of { $reference } is paused.
cases-staff-done-resumed = The clock of { $reference } runs again.
cases-staff-done-judged = The verdicts on the documents of { $reference } are saved.
cases-staff-done-delivered = The result of { $reference } has been handed over.

# Reading outside one's own task
cases-staff-applicant-title = Who applies
cases-staff-applicant-lead = Numbers are masked. If the case needs it, say why and see everything. The applicant can read who looked at what, when and why.
cases-staff-applicant-name = Name
cases-staff-applicant-number = Identity number
cases-staff-applicant-address = Address
cases-staff-unmask = Record the reason and show everything
cases-staff-unmask-hint = For example: to compare the identity with another office, to call about a correction
cases-staff-unmask-needed = Say why you need to see everything, in 500 characters at most
cases-staff-unmasked-lead = This is everything, shown once. That you looked is recorded.
cases-staff-why-title = Why do you open { $reference }?
cases-staff-why-lead = This case is not your task. The record of who read it is open to the applicant.
cases-staff-why = Reason
cases-staff-why-hint = For example: to check a complaint or why it is late
cases-staff-why-needed = Say why you need to read this case
cases-staff-why-open = Record the reason and open
cases-staff-back = Back

# The case
cases-staff-case-title = Case: { $service }
cases-staff-agent = Agent: { $name }
cases-staff-facts = Answers
cases-staff-facts-none = This service asks no questions.
cases-staff-situation = Situation
cases-staff-no-answer = Not answered
cases-staff-materials = Documents
cases-staff-materials-none = This service needs no documents.
cases-staff-need-required = Required
cases-staff-need-tolerable = May follow after acceptance
cases-staff-need-optional = Optional
cases-staff-material-there = Handed in
cases-staff-material-later = To be brought
cases-staff-material-missing = Missing
cases-staff-material-not-there = Not handed in
cases-staff-material-form = Made from the answers
cases-staff-material-register = Read in a register
cases-staff-piece-file = File { $what } ({ $trust })
cases-staff-piece-licence = Electronic licence { $what } ({ $trust })
cases-staff-piece-paper = Paper ({ $trust })
cases-staff-piece-later = The applicant will bring it
cases-staff-trust-a = from the issuing body
cases-staff-trust-b = compared with the original
cases-staff-trust-c = original to be compared
cases-staff-trust-d = vouched for by the applicant
cases-staff-checks = What to look at
cases-staff-verdict = Verdict
cases-staff-verdict-good = As it should be
cases-staff-verdict-wrong = Not as it should be
cases-staff-verdict-why = What is wrong
cases-staff-verdict-reason = Say what is wrong with the document
cases-staff-verdict-save = Save the verdicts
cases-staff-opinions = Opinions
cases-staff-opinion-for = In favour
cases-staff-opinion-against = Against
cases-staff-opinion-silent = No answer in time, counts as consent
cases-staff-clocks = Time limits
cases-staff-clock = { $name }: { $due }
cases-staff-clock-notice = Answer on acceptance
cases-staff-clock-promised = Promised limit
cases-staff-clock-statutory = Limit set by law
cases-staff-clock-delivery = Delivery
cases-staff-clock-from = Counted from the day after { $start }; the limit is { $limit }.
cases-staff-clock-provisional = The holidays of one of the years are not published yet, so the date may still move.
cases-staff-history = History
cases-staff-letter = Open the letter
cases-staff-items = Items to correct: { $count }
cases-staff-by-law = The system, by law
cases-staff-somebody = A member of staff
cases-staff-officer = { $name } ({ $office })
cases-staff-event-submitted = Application handed in
cases-staff-event-returned = Returned for correction
cases-staff-event-corrected = Corrections handed in
cases-staff-event-accepted = Accepted
cases-staff-event-deemed = Accepted by silence
cases-staff-event-not-accepted = Not accepted
cases-staff-event-reviewed = Opinion given
cases-staff-event-silent = Consent by silence
cases-staff-event-suspended = Clock paused
cases-staff-event-resumed = Clock runs again
cases-staff-event-decided = Granted
cases-staff-event-refused = Refused
cases-staff-event-issued = Result made
cases-staff-event-delivered = Result handed over
cases-staff-event-withdrawn = Withdrawn by the applicant
cases-staff-event-recomputed = Dates counted again

# The decision
cases-staff-decision = Decision
cases-staff-nothing-to-do = Nothing to do for you now
cases-staff-waits = Waiting for { $unit } ({ $role }): { $step }, due { $due }.
cases-staff-waits-none = This case is not waiting for any office.
cases-staff-role-clerk = counter
cases-staff-role-examiner = examiner
cases-staff-role-approver = decision maker
cases-staff-same-person = You have handled this case before. Another member of staff has to decide it.
cases-staff-outcome = Your choice
cases-staff-outcome-needed = Choose one
cases-staff-outcome-accept = Accept
cases-staff-outcome-return = Return for correction, once and completely
cases-staff-outcome-not-accept = Do not accept
cases-staff-outcome-for = In favour
cases-staff-outcome-against = Against
cases-staff-outcome-grant = Grant
cases-staff-outcome-refuse = Refuse
cases-staff-code = Reason
cases-staff-code-needed = Choose a reason
cases-staff-with-basis = { $text } ({ $basis })
cases-staff-competent = Competent authority
cases-staff-competent-needed = Say which authority the applicant should turn to
cases-staff-explanation = Explanation
cases-staff-text-needed = Explain the reason in this case
cases-staff-opinion-text = Opinion
cases-staff-opinion-needed = Write your opinion
cases-staff-decision-text = Explanation
cases-staff-decision-text-hint = It stands in the decision. A refusal needs one.
cases-staff-continue-accept = Continue
cases-staff-send-opinion = Send the opinion
cases-staff-continue-decide = Preview the decision
cases-staff-suspend-heading = Pause the clock for a special procedure
cases-staff-suspend = Pause the clock and tell the applicant
cases-staff-procedure = Special procedure
cases-staff-procedure-days = { $name } (at most { $days } working days)
cases-staff-procedure-needed = Choose the special procedure
cases-staff-reason = Why
cases-staff-reason-needed = Say why it is needed
cases-staff-days = How many working days it will take
cases-staff-days-needed = Type the number of days, such as 5
cases-staff-resume-heading = Is the special procedure over?
cases-staff-result = What came of it
cases-staff-result-needed = Say what came of the special procedure
cases-staff-resume = Let the clock run again

# Previews
cases-staff-preview-lead = This is the letter that the applicant will get. Check it before you send it.
cases-staff-preview-edit = Go back and change it
cases-staff-preview-not-accept = Preview: decision not to accept
cases-staff-preview-grant = Preview: decision to grant
cases-staff-preview-refuse = Preview: decision to refuse
cases-staff-preview-return = Preview: correction notice
cases-staff-confirm-not-accept = Confirm and send
cases-staff-confirm-grant = Confirm the grant and send
cases-staff-confirm-refuse = Confirm the refusal and send
cases-staff-confirm-return = Send the notice

# Correction
cases-staff-correction-title = What has to be corrected?
cases-staff-correction-lead = Tick everything at once and give a reason for each. The applicant can change nothing else.
cases-staff-item-reason = What has to be corrected, and why
cases-staff-item-reason-needed = Give a reason for each ticked item
cases-staff-nothing-ticked = Tick at least one item
cases-staff-second = Why is there a second list?
cases-staff-second-hint = The applicant was told once before. Supervisors will see the reason.
cases-staff-second-needed = Say why there is a second list
cases-staff-correction-preview = Preview the notice

# The counter
cases-staff-counter-title = Counter
cases-staff-counter-calm = When nobody is waiting, you can prepare today’s results.
cases-staff-lookup = Look up a case
cases-staff-start = Start an intake
cases-staff-start-title = Intake: who, and for what?
cases-staff-start-lead = Scan or type the identity card, then the service.
cases-staff-start-go = Begin
cases-staff-id-number = Identity number
cases-staff-name = Name
cases-staff-mobile = Mobile number
cases-staff-mobile-hint = Needed for people who come for the first time
cases-staff-credit-code = Credit code of the firm
cases-staff-credit-code-hint = Only when acting for a firm
cases-staff-mandate = Authorisation
cases-staff-mandate-seen = I have seen the letter of authorisation
cases-staff-mandate-needed = This person is not a registered agent of the firm. Check the letter of authorisation
cases-staff-card = Identity card
cases-staff-card-seen = I have seen the card, and it is this person
cases-staff-card-needed = This service needs the person’s card. Check it, then tick the box
cases-staff-name-differs = The name is not the one in the register. Check the card
cases-staff-firm-unknown = No firm with this code is registered. Check the code
cases-staff-only-firms = This service is for firms. Type the credit code
cases-staff-only-people = This service is for people. Leave the firm out
cases-staff-service-hint = A code, a name or everyday words
cases-staff-service-unknown = No service at the counter fits. Try other words
cases-staff-service-choose = Several services fit. Choose one
cases-staff-service-code = { $name } ({ $code })
cases-staff-intake-title = What is missing?
cases-staff-nothing-missing = All questions are answered.
cases-staff-known = What is known already; it can be changed
cases-staff-or = { " or " }
cases-staff-when = Also, if the answer is { $answers }:
cases-staff-seen = Original seen
cases-staff-intake-save = Save and check
cases-staff-material-needed = Still missing: { $name }
cases-staff-check-title = Check it with the applicant
cases-staff-check-lead = Let the applicant read this and confirm that it is true.
cases-staff-change = Change something
cases-staff-submit = Hand in and print the receipt
cases-staff-print-title = The application was handed in
cases-staff-query-code = Query code
cases-staff-answer-by = Answer by { $day }
cases-staff-print-pdf = Print the receipt (PDF)
cases-staff-next-person = Next person
cases-staff-pickup-title = Hand over a result
cases-staff-pickup-find = Find the result
cases-staff-result-number = Number of the result
cases-staff-identity = Identity check
cases-staff-identity-seen = I have compared the card with the applicant
cases-staff-identity-needed = Check the identity card first
cases-staff-wrong-person = If the card is not the applicant’s, do not hand anything over.
cases-staff-hand-over = Confirm the handover
cases-staff-delivered-at = Handed over on { $at }.
cases-staff-not-ready = There is no result to hand over yet.

# What is wrong with an answer
cases-staff-wrong-required = Answer this question
cases-staff-wrong-too-short = Write at least { $limit } characters
cases-staff-wrong-too-long = Write at most { $limit } characters
cases-staff-wrong-number = Type a number
cases-staff-wrong-too-small = It cannot be less than { $limit }
cases-staff-wrong-too-large = It cannot be more than { $limit }
cases-staff-wrong-date = Type a date, such as 2 3 2026
cases-staff-wrong-choice = Choose one
cases-staff-wrong-mobile = Type a mobile number of 11 digits
cases-staff-wrong-phone = Type a telephone number
cases-staff-wrong-money = Type an amount, such as 100.50
cases-staff-wrong-text = It contains a character that cannot be used. Type it again
cases-staff-wrong-id-number = This identity number is not right. Check each digit
cases-staff-wrong-credit-code = This credit code is not right. Check each character
cases-staff-wrong-name = Type the name

cases-menu-stuck = Nobody may do
cases-staff-stuck-title = Tasks that nobody may do
cases-staff-stuck-lead = The office has nobody for these tasks, or everybody has a conflict of interest. Assign somebody else. The list looks through the 200 most urgent tasks.
cases-staff-stuck-empty = There is no such task at present.
cases-staff-stuck-office = Office
cases-staff-stuck-role = Role

cases-menu-elevations = Emergency access
cases-staff-elevation-title = Emergency access
cases-staff-elevation-lead = In an emergency you can read, for one hour at most, cases that are otherwise not yours; it ends by itself. Supervisors are told at once, every case that you read is recorded, and another person reviews it afterwards. Until then you cannot use it again.
cases-staff-elevation-running = Emergency access is on. It ends by itself at { $until }.
cases-staff-elevation-begin = Start emergency access
cases-staff-elevation-end = End it now
cases-staff-elevation-reason = Reason
cases-staff-elevation-reason-hint = What has happened, and what you need to read
cases-staff-elevation-reason-needed = Give a reason of at least 8 characters
cases-staff-elevation-refused-unreviewed = Your last emergency access has not been reviewed, so you cannot use it again. Ask a supervisor.
cases-staff-elevation-refused-none = No emergency access waits for a review.
cases-staff-elevation-refused-running = Emergency access is still on. Review it when it has ended.
cases-staff-elevation-refused-same-person = Nobody reviews their own emergency access.
cases-staff-elevations-title = Emergency access to review
cases-staff-elevations-lead = Review each within 24 hours of its end: whether the reason holds, and whether the cases that were read fit it.
cases-staff-elevations-empty = No emergency access waits for a review.
cases-staff-elevation-officer = Officer
cases-staff-elevation-from = Began
cases-staff-elevation-until = Ends
cases-staff-elevation-runs = On now
cases-staff-elevation-waits = To review
cases-staff-elevation-late = Review late
cases-staff-elevation-review-title = Review emergency access
cases-staff-elevation-reads = Cases that were read
cases-staff-elevation-no-reads = No case was read.
cases-staff-elevation-still-running = It is still on. Review it when it has ended.
cases-staff-elevation-outcome = Finding
cases-staff-elevation-in-order = The reason holds and the reading was fitting
cases-staff-elevation-not-in-order = Something is wrong and must be followed up
cases-staff-elevation-remark = Remark
cases-staff-elevation-outcome-needed = Choose a finding
cases-staff-elevation-remark-needed = Write a remark
cases-staff-elevation-save = Save the review
# What is held about somebody
cases-held = Cases and their history

# A decision that has not left
cases-staff-held-heading = The decision has not left yet
cases-staff-held = The decision was made. It leaves on { $at }; until then nobody outside is told and nothing is made.
cases-staff-undo = Undo the decision
cases-staff-held-other = Only the officer who made it can undo it.
cases-staff-event-decision-undone = Decision undone
cases-staff-event-decision-sent = Decision left
cases-staff-done-undone = { $reference }: the decision was undone. The case waits for a decision again.
cases-refusal-decision-gone = The decision has left. It cannot be undone any more.
# The public record.

cases-submitted-proof = Download the proof from the public record
cases-proof-link = Proof from the public record
cases-proof-how = How to check a proof yourself
cases-proof-again = Try again
cases-proof-pending = The proof is being made
cases-proof-pending-text = This step is being entered into the public record, which usually takes some seconds. It takes longer while witnesses are missing; your case is not affected, and its time limits run as usual.
cases-proof-missing = This step is not in the public record
cases-proof-missing-text = The public record does not have this step, or has something else. The fault is ours: keep your receipt and call 12345.
cases-proof-unkept = There is no proof to download
cases-proof-unkept-text = This installation keeps no public record, so it gives out no proofs.
# Helpers
cases-helper = Helper
cases-helped-by = With the help of { $name }
cases-submitted-no-code = The query code is for the applicant only. You can follow the case when you are signed in.
cases-my-mandates = Who may act for me
cases-my-firms = My firms
cases-my-act-for = Act for someone else
cases-my-removed = Recently deleted
cases-letter-helper = Helper
cases-staff-for = { $name } (for { $applicant })
cases-staff-principal = For whom (identity number)
cases-staff-principal-hint = Only for those who come for another person, who must have given a mandate. You can take one in under “Take in a mandate”
cases-staff-principal-none = There is no mandate in force. Take one in first
cases-staff-principal-scope = The mandate does not cover this service. Take one in first
cases-staff-wrong-principal = Enter a correct identity number; leave it empty for a firm
cases-staff-no-query-code = The query code is for the applicant only and is not printed for a helper.
cases-staff-take-mandate = Take in a mandate

# Putting right what a decision says
cases-amend-title = Put right a decision that was sent
cases-amend-lead = Only wrong words are put right; the outcome stays. What was sent stays in the record as it is.
cases-amend-look = See the letter
cases-amend-back = Back to the case
cases-amend-second = Once proposed, another approver of your department has 24 hours to approve it. Then it goes at once to whoever got the decision.
cases-amend-propose = Propose it
cases-amend-typed = Type the reference { $reference } to confirm that this case is meant
cases-amend-typed-wrong = This is not the reference. Check that this case is meant.
cases-amend-sentence = The applicant gets a letter that puts the decision right. The new words take the place of the old ones; the outcome stays.
cases-amend-case = Reference
cases-amend-service = Service
cases-amend-told = Sent to
cases-amend-outcome = Outcome (stays)
cases-amend-granted = Granted
cases-amend-refused = Refused
cases-amend-code-before = Reason as sent
cases-amend-code-after = Reason from now on
cases-amend-text-before = As it was sent
cases-amend-text-after = What it should say
cases-amend-reason = Why it is put right
cases-amend-reason-hint = The applicant reads this.
cases-amend-reason-needed = Say why it is put right.
cases-refusal-nothing-to-amend = It says this already. There is nothing to put right.
cases-doc-amendment = Correction of the decision
cases-staff-event-decision-amended = Decision put right
cases-letter-amended-title = Correction of a decision
cases-letter-amended = Our decision of { $on } on your application for “{ $service }” was worded wrongly. We put it right as follows. The outcome stays the same.
cases-letter-amended-then = Everything else in the decision stays as it is. Please keep both letters.
cases-letter-why-amended = Why it is put right
cases-letter-now-reads = It now reads

# The list as a file
cases-export-title = Export the list of cases
cases-export-lead = The cases that your department got: reference, service, status, day of receipt and promised day. Nothing about applicants.
cases-export-from = Received from
cases-export-to = Received to
cases-export-days-wrong = Enter two days, the earlier one first.
cases-export-look = See how many there are
cases-export-found = { $rows } cases
cases-export-none = There are no cases in this time. Choose another.
cases-export-too-long = These are more than 100,000. Choose a shorter time.
cases-export-second = For more than 1,000 rows another person has to approve. Then you have 24 hours to download it.
cases-export-take = Download as CSV
cases-export-propose = Propose the export
cases-export-sentence = Whoever proposes it may download this list for 24 hours.
cases-export-office = Department
cases-export-days = Days of receipt
cases-export-columns = What it says
cases-export-columns-text = Reference, service, status, day of receipt, promised day
cases-export-rows = Cases
cases-export-reference = Reference
cases-export-service = Service
cases-export-status = Status
cases-export-received = Received
cases-export-promised = Promised by
cases-export-waits = Another person has to approve it. For 24 hours after that, this page downloads the file.
cases-export-proposal = See the proposal

# Whose task it is
cases-staff-assigned = Officer
cases-staff-officer-own = You
cases-staff-officer-office = Nobody yet
cases-staff-take-over-lead = This step is the task of { $name }. To do it yourself, take it over first and say why; supervisors see it.
cases-staff-take-over-reason = Why you take it over
cases-staff-take-over-hint = For example: a colleague is on leave and the date is near. Write nothing personal about the applicant
cases-staff-take-over = Take over
cases-staff-done-taken-over = { $reference } is your task now.
cases-refusal-anothers-task = This step is a colleague’s task. Open the case and take it over with a reason first.
cases-refusal-no-take-over-reason = Say why you take it over
cases-menu-overrides = Take-overs
cases-staff-overrides-title = Tasks taken over or done out of turn
cases-staff-overrides-lead = Officers are drawn for their tasks. Here are the tasks that others took over, and those done while more urgent ones waited; the newest first.
cases-staff-overrides-empty = No task was taken over or done out of turn.
cases-staff-override-at = When
cases-staff-override-what = What
cases-staff-override-reason = Why
cases-staff-override-taken = Took over the task of { $name }
cases-staff-override-turn = Done out of turn; more urgent tasks of their own: { $count }
