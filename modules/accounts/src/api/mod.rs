//! Signing in, and who one is, for machines.

mod access;
mod email;
mod factors;
mod interests;
mod mandates;
mod me;
mod members;
mod parts;
mod recovery;
mod scope;
mod security;
mod session;
mod staff;
mod training;

use ::web::{Audit, Face, Limit, Needs, Route, Routes};
use utoipa::OpenApi as _;

use crate::{policy, service::Accounts};

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(
        session::open,
        session::end,
        session::step_up,
        security::sessions,
        security::end_session,
        security::change_password,
        factors::show,
        factors::begin_code,
        factors::confirm_code,
        factors::remove_code,
        factors::make_codes,
        factors::begin_passkey,
        factors::add_passkey,
        factors::remove_passkey,
        recovery::ask,
        recovery::code,
        recovery::password,
        recovery::cancel,
        recovery::activate,
        access::find,
        access::show,
        access::end,
        access::block,
        access::reset,
        access::activation,
        me::show,
        email::show,
        email::ask,
        email::confirm,
        email::remove,
        interests::show,
        interests::declare,
        staff::list,
        staff::show,
        staff::open,
        staff::propose,
        staff::answer,
        staff::withdraw,
        staff::suspend,
        training::show,
        training::record,
        training::withdraw,
        members::list,
        members::members,
        members::invite,
        members::accept,
        members::leave,
        members::confirm,
        members::suspend,
        members::remove,
        members::role,
        mandates::list,
        mandates::offer,
        mandates::consent,
        mandates::end,
        mandates::at_counter,
        mandates::act_for
    ),
    components(schemas(
        session::EntryBody,
        session::SessionBody,
        session::StepUpBody,
        security::OwnSessionBody,
        security::EndBody,
        security::PasswordBody,
        factors::FactorsBody,
        factors::PasskeyBody,
        factors::SecretBody,
        factors::FirstCodeBody,
        factors::BackupCodesBody,
        factors::OptionsBody,
        factors::CredentialBody,
        factors::GoingBody,
        factors::PasskeyIdBody,
        recovery::ForgottenBody,
        recovery::FlowBody,
        recovery::RecoveryCodeBody,
        recovery::RecoveryBody,
        recovery::NewPasswordBody,
        recovery::CancelBody,
        recovery::ActivationBody,
        access::AccessBody,
        access::FindBody,
        access::AccountBody,
        access::EndSessionsBody,
        access::BlockBody,
        access::ResetBody,
        access::NewCodeBody,
        me::MeBody,
        me::FirmBody,
        email::EmailBody,
        email::ContactBody,
        email::CodeBody,
        interests::InterestsBody,
        staff::StaffBody,
        staff::PostBody,
        staff::NewStaffBody,
        staff::OpenedBody,
        staff::NewPostBody,
        staff::AnswerBody,
        parts::ReasonBody,
        staff::SuspensionBody,
        training::TrainingBody,
        training::TrainingRecordBody,
        training::NewTrainingBody,
        training::WithdrawTrainingBody,
        me::PersonBody,
        scope::ScopeBody,
        members::MembershipBody,
        members::MemberBody,
        members::InvitationBody,
        members::RoleBody,
        mandates::MandatesBody,
        mandates::MandateBody,
        mandates::DeedBody,
        mandates::ProposalBody,
        mandates::TermsBody,
        mandates::CardBody,
        mandates::CounterBody,
        mandates::ProposedBody,
        mandates::ActForBody
    ))
)]
struct Description;

/// The subject's part of the API description.
pub fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The addresses.
pub fn routes(accounts: &Accounts) -> Vec<Route> {
    let sign_in = Needs::new(policy::SIGN_IN, Audit::Event, Limit::SignIn).while_read_only();
    let sign_out = Needs::new(policy::SIGN_OUT, Audit::Event, Limit::Change);
    let sign_out = sign_out.enrolling().while_read_only();
    let me = Needs::new(policy::READ_OWN, Audit::Own, Limit::Page);
    let mut routes = Routes::new("accounts", accounts.clone());
    routes.post(Face::Api, "/session", sign_in.patient(), session::open);
    routes.post(Face::Api, "/session/end", sign_out, session::end);
    let prove = Needs::new(policy::STEP_UP, Audit::Event, Limit::SignIn).while_read_only();
    routes.post(Face::Api, "/session/step-up", prove, session::step_up);
    let see = Needs::new(policy::SEE_SECURITY, Audit::Own, Limit::Page);
    let end = Needs::new(policy::SEE_SECURITY, Audit::Event, Limit::Change).while_read_only();
    let change = Needs::new(policy::CHANGE_FACTORS, Audit::Event, Limit::SignIn);
    routes.get(Face::Api, "/me/sessions", see, security::sessions);
    routes.post(Face::Api, "/me/sessions/end", end, security::end_session);
    routes.post(Face::Api, "/me/password", change, security::change_password);
    let see_email = Needs::new(policy::CHANGE_CONTACT, Audit::Own, Limit::Page);
    let email = Needs::new(policy::CHANGE_CONTACT, Audit::Event, Limit::Change).power();
    let code = Needs::new(policy::CHANGE_CONTACT, Audit::Event, Limit::SignIn);
    routes.get(Face::Api, "/me", me, me::show);
    routes.get(Face::Api, "/me/email", see_email, email::show);
    routes.post(Face::Api, "/me/email", code.power(), email::ask);
    routes.post(Face::Api, "/me/email/confirm", code, email::confirm);
    routes.post(Face::Api, "/me/email/remove", email, email::remove);
    let see = Needs::new(policy::DECLARE_INTERESTS, Audit::Own, Limit::Page);
    let declare = Needs::new(policy::DECLARE_INTERESTS, Audit::Event, Limit::Change);
    routes.get(Face::Api, "/me/interests", see, interests::show);
    routes.post(Face::Api, "/me/interests", declare, interests::declare);
    factor_routes(&mut routes);
    access_routes(&mut routes);
    staff_routes(&mut routes);
    members_routes(&mut routes);
    mandate_routes(&mut routes);
    routes.done()
}

/// With what one signs in. What begins a change is confirmed; what ends it bears what was begun.
fn factor_routes(routes: &mut Routes<Accounts>) {
    let see = Needs::new(policy::SEE_SECURITY, Audit::Own, Limit::Page);
    let begin = Needs::new(policy::CHANGE_FACTORS, Audit::Event, Limit::Change).power();
    let finish = Needs::new(policy::CHANGE_FACTORS, Audit::Event, Limit::SignIn);
    let api = Face::Api;
    routes.get(api, "/me/factors", see, factors::show);
    routes.post(api, "/me/factors/code", begin, factors::begin_code);
    routes.post(api, "/me/factors/code/confirm", finish, factors::confirm_code);
    routes.post(api, "/me/factors/code/remove", begin, factors::remove_code);
    routes.post(api, "/me/factors/codes", begin, factors::make_codes);
    routes.post(api, "/me/factors/passkeys/begin", begin, factors::begin_passkey);
    routes.post(api, "/me/factors/passkeys", finish, factors::add_passkey);
    routes.post(api, "/me/factors/passkeys/remove", begin, factors::remove_passkey);
}

/// Forgotten and first passwords, and how others get in.
fn access_routes(routes: &mut Routes<Accounts>) {
    let recover = Needs::new(policy::RECOVER, Audit::Event, Limit::SignIn);
    let api = Face::Api;
    routes.post(api, "/recovery", recover, recovery::ask);
    routes.post(api, "/recovery/code", recover, recovery::code);
    routes.post(api, "/recovery/password", recover, recovery::password);
    routes.post(api, "/recovery/cancel", recover.while_read_only(), recovery::cancel);
    routes.post(api, "/activation", recover, recovery::activate);
    let look = Needs::new(policy::READ_ACCESS, Audit::Read, Limit::Page);
    let find = Needs::new(policy::READ_ACCESS, Audit::Read, Limit::Lookup);
    routes.post(api, "/accounts/find", find, access::find);
    routes.get(api, "/accounts/{account}", look, access::show);
    let act = |action| Needs::new(action, Audit::Event, Limit::Change).power();
    let sessions = "/accounts/{account}/sessions";
    routes.post(api, sessions, act(policy::END_SESSIONS), access::end);
    routes.post(api, "/accounts/{account}/block", act(policy::BLOCK_ACCOUNT), access::block);
    routes.post(api, "/accounts/{account}/factors", act(policy::RESET_FACTORS), access::reset);
    let activation = "/accounts/{account}/activation";
    routes.post(api, activation, act(policy::ISSUE_ACTIVATION), access::activation);
    routes.post(api, "/staff", act(policy::OPEN_STAFF), staff::open);
}

fn staff_routes(routes: &mut Routes<Accounts>) {
    let look = Needs::new(policy::READ_STAFF, Audit::Public, Limit::Page);
    let event = |action| Needs::new(action, Audit::Event, Limit::Change);
    routes.get(Face::Api, "/staff", look, staff::list);
    routes.get(Face::Api, "/staff/{account}", look, staff::show);
    let posts = "/staff/{account}/posts";
    routes.post(Face::Api, posts, event(policy::PROPOSE_POST), staff::propose);
    let answer = "/staff/{account}/posts/{number}/answer";
    routes.post(Face::Api, answer, event(policy::GRANT_POST), staff::answer);
    let withdraw = "/staff/{account}/posts/{number}/withdraw";
    routes.post(Face::Api, withdraw, event(policy::WITHDRAW_POST), staff::withdraw);
    let suspend = "/staff/{account}/suspension";
    routes.post(Face::Api, suspend, event(policy::SUSPEND_STAFF), staff::suspend);
    let see = Needs::new(policy::READ_TRAINING, Audit::Public, Limit::Page);
    let record = event(policy::RECORD_TRAINING);
    routes.get(Face::Api, "/staff/{account}/training", see, training::show);
    routes.post(Face::Api, "/staff/{account}/training", record, training::record);
    let withdraw = "/staff/{account}/training/{number}/withdraw";
    routes.post(Face::Api, withdraw, record, training::withdraw);
}

fn members_routes(routes: &mut Routes<Accounts>) {
    let look = Needs::new(policy::READ_MEMBERS, Audit::Own, Limit::Page);
    let own = Needs::new(policy::OWN_MEMBERSHIP, Audit::Event, Limit::Change);
    let change = Needs::new(policy::CHANGE_MEMBERS, Audit::Event, Limit::Change);
    let invite = Needs::new(policy::CHANGE_MEMBERS, Audit::Event, Limit::SignIn);
    routes.get(Face::Api, "/me/firms", look, members::list);
    routes.get(Face::Api, "/me/firms/{firm}/members", look, members::members);
    routes.post(Face::Api, "/me/firms/{firm}/members", invite, members::invite);
    routes.post(Face::Api, "/me/firms/{firm}/accept", own, members::accept);
    routes.post(Face::Api, "/me/firms/{firm}/leave", own, members::leave);
    let confirm = "/me/firms/{firm}/members/{member}/confirm";
    routes.post(Face::Api, confirm, change.power(), members::confirm);
    let suspend = "/me/firms/{firm}/members/{member}/suspend";
    routes.post(Face::Api, suspend, change, members::suspend);
    let remove = "/me/firms/{firm}/members/{member}/remove";
    routes.post(Face::Api, remove, change, members::remove);
    let role = "/me/firms/{firm}/members/{member}/role";
    routes.post(Face::Api, role, change.power(), members::role);
}

fn mandate_routes(routes: &mut Routes<Accounts>) {
    let look = Needs::new(policy::READ_MANDATES, Audit::Own, Limit::Page);
    let offer = Needs::new(policy::OFFER_MANDATE, Audit::Event, Limit::SignIn);
    let consent = Needs::new(policy::CONSENT_MANDATE, Audit::Event, Limit::Change).power();
    let end = Needs::new(policy::END_MANDATE, Audit::Event, Limit::Change);
    let take = Needs::new(policy::TAKE_CONSENT, Audit::Event, Limit::Change);
    let act_for = Needs::new(policy::ACT_FOR, Audit::Event, Limit::Change);
    routes.get(Face::Api, "/me/mandates", look, mandates::list);
    routes.post(Face::Api, "/me/mandates", offer, mandates::offer);
    routes.post(Face::Api, "/me/mandates/{id}/consent", consent, mandates::consent);
    routes.post(Face::Api, "/me/mandates/{id}/end", end, mandates::end);
    routes.post(Face::Api, "/counter/mandates", take, mandates::at_counter);
    routes.post(Face::Api, "/me/act-for", act_for, mandates::act_for);
}
