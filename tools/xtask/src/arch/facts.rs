//! What the rules want to know about a Rust file, gathered in one pass over its syntax tree.
//! Code under `#[cfg(test)]` is left out.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::{Attribute, Expr, Item, Lit, Visibility, spanned::Spanned, visit::Visit};

/// A named thing in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub line: usize,
}

/// A function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub line: usize,
    /// From `fn` to the closing brace.
    pub lines: usize,
    /// Whether it is `async`.
    pub is_async: bool,
}

/// A place where words are asked for: `t("key")`, `t1("key", "name", …)` and so on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordUse {
    /// The key.
    pub key: String,
    /// The arguments' names; none where they cannot be read off.
    pub arguments: Option<Vec<String>>,
    /// Where it stands.
    pub line: usize,
}

/// The facts of one file.
#[derive(Debug, Default)]
pub struct Facts {
    /// Functions with a body.
    pub functions: Vec<Function>,
    /// String literals, also those inside macros, without documentation.
    pub literals: Vec<Named>,
    /// `#[expect(…)]`, named by whether they give a reason.
    pub expects: Vec<(usize, bool)>,
    /// Public items at the top of the file.
    pub exports: Vec<Named>,
    /// Public types.
    pub types: Vec<Named>,
    /// Public things without documentation.
    pub undocumented: Vec<Named>,
    /// Words asked for.
    pub words: Vec<WordUse>,
    /// Paths such as `cases::MODULE`, also those inside macros.
    pub paths: Vec<String>,
    /// Whether there are tests in it.
    pub has_tests: bool,
    /// The line of the `#[cfg(test)]` module at the end, if there is one.
    pub tests_from: Option<usize>,
    /// Types of this file that cannot be seen from outside.
    hidden: Vec<syn::Ident>,
    /// Whether what is being read belongs to one of them.
    is_inner: bool,
}

/// Reads the facts of a file's text.
pub fn read(text: &str) -> syn::Result<Facts> {
    let file = syn::parse_file(text)?;
    let mut facts = Facts::default();
    for item in &file.items {
        if let Some((name, line)) = exported(item) {
            facts.exports.push(Named { name, line });
        }
        match item {
            Item::Struct(syn::ItemStruct { vis, ident, .. })
            | Item::Enum(syn::ItemEnum { vis, ident, .. })
                if !matches!(vis, Visibility::Public(_)) =>
            {
                facts.hidden.push(ident.clone());
            }
            _ => {}
        }
    }
    if let Some(Item::Mod(last)) = file.items.last()
        && is_test(&last.attrs)
    {
        facts.tests_from = Some(last.span().start().line);
    }
    facts.visit_file(&file);
    Ok(facts)
}

impl Facts {
    fn document(&mut self, visibility: &Visibility, attrs: &[Attribute], name: &str, span: Span) {
        let is_public = matches!(visibility, Visibility::Public(_)) && !self.is_inner;
        if is_public && !attrs.iter().any(|it| it.path().is_ident("doc")) {
            self.undocumented.push(Named { name: name.to_owned(), line: span.start().line });
        }
    }

    fn is_hidden(&self, kind: &syn::Type) -> bool {
        let syn::Type::Path(it) = kind else { return false };
        it.path.segments.last().is_some_and(|it| self.hidden.contains(&it.ident))
    }

    fn function(&mut self, sig: &syn::Signature, block: &syn::Block) {
        let line = sig.span().start().line;
        let end = block.brace_token.span.close().end().line;
        let name = sig.ident.to_string();
        let is_async = sig.asyncness.is_some();
        self.functions.push(Function { name, line, lines: end - line + 1, is_async });
    }

    fn literal(&mut self, lit: &Lit) {
        if let Lit::Str(text) = lit {
            let line = text.span().start().line;
            self.literals.push(Named { name: text.value(), line });
        }
    }

    /// What stands inside a macro is not parsed, so its tokens are looked through.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut before: Vec<TokenTree> = Vec::new();
        for tree in tokens {
            match &tree {
                TokenTree::Literal(it) => self.literal(&Lit::new(it.clone())),
                // The inside of an attribute, such as a documentation comment.
                TokenTree::Group(_) if is_punct(before.last(), '#') => {}
                TokenTree::Group(group) => {
                    if let Some(TokenTree::Ident(name)) = before.last()
                        && group.delimiter() == Delimiter::Parenthesis
                        && let Some((_, rest)) = before.split_last()
                        && is_punct(rest.last(), '.')
                    {
                        self.call_in_macro(&name.to_string(), &group.stream());
                    }
                    self.tokens(group.stream());
                }
                TokenTree::Ident(name) => self.path_in_macro(&before, &name.to_string()),
                TokenTree::Punct(_) => {}
            }
            before.push(tree);
        }
    }

    /// `first::second`, as tokens.
    fn path_in_macro(&mut self, before: &[TokenTree], name: &str) {
        if let [.., TokenTree::Ident(first), one, other] = before
            && is_punct(Some(one), ':')
            && is_punct(Some(other), ':')
        {
            self.paths.push(format!("{first}::{name}"));
        }
    }

    fn call_in_macro(&mut self, name: &str, inside: &TokenStream) {
        let parser = syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated;
        if let Ok(args) = syn::parse::Parser::parse2(parser, inside.clone()) {
            self.word(name, &args.iter().collect::<Vec<_>>());
        }
    }

    fn word(&mut self, name: &str, args: &[&Expr]) {
        let Some(first) = args.first().and_then(|it| text_of(it)) else { return };
        let names: &[usize] = match name {
            "t" => &[],
            "t1" => &[1],
            "t2" => &[1, 3],
            "tr" => {
                let line = args[0].span().start().line;
                let key = first;
                self.words.push(WordUse { key, arguments: None, line });
                return;
            }
            _ => return,
        };
        let arguments =
            names.iter().map(|index| args.get(*index).and_then(|it| text_of(it))).collect();
        let line = args[0].span().start().line;
        self.words.push(WordUse { key: first, arguments, line });
    }
}

impl<'ast> Visit<'ast> for Facts {
    fn visit_item(&mut self, item: &'ast Item) {
        if is_test(attributes(item)) {
            self.has_tests = true;
            return;
        }
        if let Some((visibility, attrs, name, span)) = declared(item) {
            self.document(visibility, attrs, &name, span);
            let is_type = matches!(item, Item::Struct(_) | Item::Enum(_) | Item::Trait(_));
            if is_type && matches!(visibility, Visibility::Public(_)) {
                self.types.push(Named { name, line: span.start().line });
            }
        }
        syn::visit::visit_item(self, item);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        for variant in &item.variants {
            let name = format!("{}::{}", item.ident, variant.ident);
            self.document(&item.vis, &variant.attrs, &name, variant.span());
        }
        syn::visit::visit_item_enum(self, item);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        if matches!(item.vis, Visibility::Public(_)) {
            for field in &item.fields {
                if let Some(name) = &field.ident {
                    self.document(&field.vis, &field.attrs, &name.to_string(), field.span());
                }
            }
        }
        syn::visit::visit_item_struct(self, item);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        self.is_inner = self.is_hidden(&item.self_ty);
        syn::visit::visit_item_impl(self, item);
        self.is_inner = false;
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.has_tests |= item.attrs.iter().any(is_test_function);
        self.function(&item.sig, &item.block);
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.document(&item.vis, &item.attrs, &item.sig.ident.to_string(), item.sig.span());
        self.function(&item.sig, &item.block);
        syn::visit::visit_impl_item_fn(self, item);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        let Ok(list) = attribute.meta.require_list() else { return };
        if attribute.path().is_ident("expect") {
            let has_reason = list.tokens.to_string().contains("reason =");
            self.expects.push((attribute.span().start().line, has_reason));
        }
        self.tokens(list.tokens.clone());
    }

    fn visit_lit(&mut self, lit: &'ast Lit) {
        self.literal(lit);
    }

    fn visit_macro(&mut self, it: &'ast syn::Macro) {
        self.tokens(it.tokens.clone());
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.word(&call.method.to_string(), &call.args.iter().collect::<Vec<_>>());
        syn::visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let Expr::Path(function) = &*call.func
            && let Some(name) = function.path.get_ident()
        {
            self.word(&name.to_string(), &call.args.iter().collect::<Vec<_>>());
        }
        syn::visit::visit_expr_call(self, call);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() >= 2 {
            let names: Vec<_> = path.segments.iter().map(|it| it.ident.to_string()).collect();
            self.paths.push(names.join("::"));
        }
        syn::visit::visit_path(self, path);
    }
}

fn is_punct(tree: Option<&TokenTree>, wanted: char) -> bool {
    matches!(tree, Some(TokenTree::Punct(it)) if it.as_char() == wanted)
}

/// The text of a literal, also behind a reference.
fn text_of(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Lit(it) => match &it.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        Expr::Reference(it) => text_of(&it.expr),
        _ => None,
    }
}

fn is_test(attrs: &[Attribute]) -> bool {
    let is_it = |it: &Attribute| {
        it.path().is_ident("cfg")
            && it.meta.require_list().is_ok_and(|list| list.tokens.to_string() == "test")
    };
    attrs.iter().any(is_it)
}

fn is_test_function(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|it| it.ident == "test")
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(it) => &it.attrs,
        Item::Enum(it) => &it.attrs,
        Item::Fn(it) => &it.attrs,
        Item::Impl(it) => &it.attrs,
        Item::Macro(it) => &it.attrs,
        Item::Mod(it) => &it.attrs,
        Item::Static(it) => &it.attrs,
        Item::Struct(it) => &it.attrs,
        Item::Trait(it) => &it.attrs,
        Item::Type(it) => &it.attrs,
        Item::Use(it) => &it.attrs,
        _ => &[],
    }
}

/// What an item declares, for those that are documented.
fn declared(item: &Item) -> Option<(&Visibility, &[Attribute], String, Span)> {
    let (visibility, ident) = match item {
        Item::Const(it) => (&it.vis, &it.ident),
        Item::Enum(it) => (&it.vis, &it.ident),
        Item::Fn(it) => (&it.vis, &it.sig.ident),
        Item::Static(it) => (&it.vis, &it.ident),
        Item::Struct(it) => (&it.vis, &it.ident),
        Item::Trait(it) => (&it.vis, &it.ident),
        Item::Type(it) => (&it.vis, &it.ident),
        _ => return None,
    };
    Some((visibility, attributes(item), ident.to_string(), ident.span()))
}

/// The name under which a public item can be reached from outside.
fn exported(item: &Item) -> Option<(String, usize)> {
    let is_public = |it: &Visibility| matches!(it, Visibility::Public(_));
    match item {
        Item::Mod(it) if is_public(&it.vis) => {
            Some((format!("mod {}", it.ident), it.span().start().line))
        }
        Item::Use(it) if is_public(&it.vis) => Some(("use".to_owned(), it.span().start().line)),
        _ => {
            let (visibility, _, name, span) = declared(item)?;
            is_public(visibility).then(|| (name, span.start().line))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(all: &[Named]) -> Vec<(&str, usize)> {
        all.iter().map(|it| (it.name.as_str(), it.line)).collect()
    }

    #[test]
    fn literals_inside_macros_are_found_and_documentation_is_not() {
        let facts = read(
            "//! Prose.\nstatements! {\n    /// More prose.\n    A = \"SELECT 1\";\n}\n\
                          fn f() { let _ = format!(\"x {}\", \"y\"); }\n",
        )
        .unwrap();
        assert_eq!(names(&facts.literals), [("SELECT 1", 4), ("x {}", 6), ("y", 6)]);
    }

    #[test]
    fn paths_are_found_inside_macros_too() {
        let facts = read("const A: &[&M] = &[&cases::MODULE];\nfn f() { vec![&forms::MODULE]; }\n");
        assert_eq!(facts.unwrap().paths, ["cases::MODULE", "forms::MODULE"]);
    }

    #[test]
    fn words_are_found_with_their_arguments() {
        let facts = read(
            "fn f(p: &P) { p.t(\"a-b\"); p.t1(\"a-c\", \"n\", 1); p.tr(\"a-d\", &[]); t(\"a-e\");\n\
             vec![p.t2(\"a-f\", \"n\", 1, \"m\", g(1, 2))]; other(\"no\"); p.t(key); }",
        )
        .unwrap();
        let told: Vec<_> =
            facts.words.iter().map(|it| (it.key.as_str(), it.arguments.clone())).collect();
        let some = |it: &[&str]| Some(it.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
        assert_eq!(
            told,
            [
                ("a-b", some(&[])),
                ("a-c", some(&["n"])),
                ("a-d", None),
                ("a-e", some(&[])),
                ("a-f", some(&["n", "m"])),
            ]
        );
    }

    #[test]
    fn tests_at_the_end_are_left_out() {
        let facts =
            read("fn f() {\n}\n\n#[cfg(test)]\nmod tests {\n    const A: &str = \"x\";\n}\n");
        let facts = facts.unwrap();
        assert_eq!((facts.tests_from, facts.literals.len(), facts.has_tests), (Some(4), 0, true));
        let long = &facts.functions[0];
        assert_eq!((long.name.as_str(), long.line, long.lines), ("f", 1, 2));
    }

    #[test]
    fn exports_and_missing_documentation_are_found() {
        let text = [
            "pub static MODULE: u8 = 1;",
            "pub use a::b;",
            "pub(crate) fn g() {}",
            "/// Said.",
            "pub struct S { pub open: u8, closed: u8 }",
            "#[expect(x, reason = \"y\")]",
            "fn h() {}",
            "struct T { pub a: u8 }",
            "impl T { pub fn b() {} }",
            "impl S { pub fn c() {} }",
        ];
        let facts = read(&text.join("\n")).unwrap();
        assert_eq!(names(&facts.exports), [("MODULE", 1), ("use", 2), ("S", 5)]);
        assert_eq!(names(&facts.undocumented), [("MODULE", 1), ("open", 5), ("c", 10)]);
        assert_eq!(facts.expects, [(6, true)]);
    }
}
