# Words of acts that need a second person.

approvals-menu = Approvals
approvals-title = Approvals
approvals-lead = Some acts need a second person. Whoever proposes one cannot approve it. A proposal is over after 24 hours.
approvals-waiting = Waiting for you
approvals-waiting-empty = Nothing waits for you. When a colleague proposes something that you may approve, it appears here.
approvals-own = Your proposals
approvals-own-empty = You have proposed nothing yet. What you propose elsewhere, such as a change of the calendar, appears here.
approvals-history = What was decided
approvals-history-empty = Nothing was decided yet.
approvals-what = What
approvals-by = Proposed by
approvals-at = Proposed
approvals-until = Can be approved until
approvals-until-or-due = Until, or carried out
approvals-due = Will be carried out
approvals-decider = Decided by
approvals-reason = Reason
approvals-state = State
approvals-somebody = A staff member
approvals-state-waiting = Waiting for approval
approvals-state-approved = Approved, waits for its time
approvals-state-refused = Not approved
approvals-state-withdrawn = Taken back
approvals-state-expired = Expired
approvals-state-executed = Carried out
approvals-state-overtaken = Not carried out, things have changed

# One proposal
approvals-effect = What will happen
approvals-touched = How many things it touches
approvals-who = Who and when
approvals-erased = What it said about a person was erased.
approvals-changed = Things have changed since this was proposed
approvals-changed-advice = It would do something else now, so it cannot be approved. It has to be proposed again.
approvals-decide = Your decision
approvals-approve = Approve, so that this happens
approvals-refuse = Do not approve
approvals-refusal-reason = Why it is not approved
approvals-refusal-reason-hint = The colleague who proposed it reads this. Do not name citizens.
approvals-withdraw-title = Take it back
approvals-withdraw-waiting = As long as nobody has approved it, you can take it back.
approvals-withdraw-approved = It was approved and waits for its time. Until then it can be taken back.
approvals-withdraw = Take it back

# Refusals
approvals-refused-exists = This was proposed already.
approvals-refused-unknown = There is no such proposal.
approvals-refused-no-person = Only a person can do this.
approvals-refused-own = You proposed this yourself. Another person has to decide.
approvals-refused-hand = You had a hand in what this is about. Somebody else has to decide.
approvals-refused-not-own = Only who proposed or approved it can take it back.
approvals-refused-over = This was decided already. Open it again to see how.
approvals-refused-expired = Its 24 hours are over. It has to be proposed again.
approvals-refused-changed = You looked at something else. Open the proposal again.
approvals-refused-no-reason = Say why it is not approved
approvals-refused-early = Its time has not come.
approvals-refused-no-review = Say for each finding why it may be public
approvals-review-missing = Say why, in at most 500 characters
approvals-reviews = To be reviewed one by one
approvals-reviews-lead = Read each of these in the text. Say why it may be public; if it may not, do not approve.
approvals-reviewed = Reviewed
approvals-reviewed-text = { $what }: { $why }

# What cannot be taken back
approvals-grave-type = Type { $name } to say that you agree
approvals-grave-mistyped = Type { $name }, as it stands above
approvals-grave-why = On what grounds do you agree?
approvals-grave-why-checked = I checked each line
approvals-grave-why-sampled = I checked a sample
approvals-grave-why-ordered = A superior or a court asked for it
