#include "upkeep/check/web_addresses.h"

#include <algorithm>

#include "base/text.h"
#include "probes/link.h"
#include "probes/target.h"
#include "probes/url.h"

namespace fingerpost {
namespace {

// Where an address in prose ends, by GitHub's rules for autolinks: not with punctuation, nor with a bracket that was
// not opened in it.
std::string_view bare_address_at(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && !is_space(text[end]) && !contains("<>\"`|", text.substr(end, 1))) ++end;
  text = text.substr(0, end);
  const auto count = [&](char c) { return std::count(text.begin(), text.end(), c); };
  while (!text.empty()) {
    const char last = text.back();
    const bool unopened = (last == ')' && count(')') > count('(')) || (last == ']' && count(']') > count('['));
    if (!unopened && !contains("?!.,:;*_~'", std::string_view(&last, 1))) break;
    text.remove_suffix(1);
  }
  return text;
}

// An address of programs, which has no page to show: GET of its root says nothing.
bool is_endpoint(const Url& url) {
  const std::string path = to_lower(url.path);
  return url.host.starts_with("api.") || url.host.starts_with("hooks.") || contains(path, "/api/") ||
         path.ends_with("/api") || path.starts_with("/v1") || path.starts_with("/v2") || path.ends_with("/mcp") ||
         path.ends_with("/sse") || path.ends_with(".git");
}

}  // namespace

bool is_open_address(std::string_view text) {
  if (!can_be_asked(text)) return false;
  const Url url = parse_url(text);
  const std::string host = to_lower(url.host);
  // By RFC 2606, RFC 6761 and RFC 6762, or by custom.
  for (std::string_view end : {".example", ".test", ".invalid", ".localhost", ".local", ".internal", ".lan", ".home",
                               ".corp", ".svc", ".onion", ".arpa", ".intranet"})
    if (host.ends_with(end)) return false;
  if (numeric_address(host, 0) || host.find('.') == std::string::npos || url.port != 0) return false;
  const std::string top = host.substr(host.rfind('.') + 1);
  if (top.size() < 2 || std::any_of(top.begin(), top.end(), is_digit)) return false;
  for (std::string_view word : {"example",   "your",        "mycompany",  "mydomain", "my-",      "my.",        "acme",
                                "hostname",  "placeholder", "domain.",    "company.", "foo.",     "bar.",       "baz.",
                                "somewhere", "xxx",         "server.com", "host.com", "test.com", "website.com"})
    if (contains(host, word)) return false;
  for (std::string_view mark :
       {"{", "}", "<", ">", "$", "*", "...", "…", "[", "]", "|", "\\", "%7B", "%7b", "%3C", "%3c"})
    if (contains(text, mark)) return false;
  const std::string rest = to_lower(url.path + "?" + url.query);
  for (std::string_view word :
       {"/your", "=your", "your_", "your-", "username", "/path/to", "placeholder", "xxxx", "/owner/repo", "/user/repo",
        "/org/repo", "/foo/bar", "/example/", "token=", "key=", "signature=", "secret="})
    if (contains(rest, word)) return false;
  return true;
}

std::vector<WebAddress> web_addresses_of(const CheckedDocument& document) {
  std::vector<WebAddress> out;
  const auto add = [&](std::string_view text, int line, int column, bool bare) {
    std::string url(text.substr(0, text.find('#')));
    for (auto at = url.find("&amp;"); at != std::string::npos; at = url.find("&amp;", at + 1)) url.erase(at + 1, 4);
    if (!is_open_address(url) || (bare && is_endpoint(parse_url(url)))) return;
    out.push_back({text, std::move(url), line, column});
  };
  auto mention = document.mentions().begin();
  for (int n = 1; n <= document.lines().count(); ++n) {
    const auto first = mention;
    while (mention != document.mentions().end() && mention->line <= n) ++mention;
    if (document.is_code(n) || document.is_comment(n)) continue;
    const std::string_view line = document.lines().line(n);
    for (auto one = first; one != mention; ++one)
      if (one->kind == Mention::Kind::link || one->kind == Mention::Kind::image) add(one->text, n, one->column, false);
    for (auto at = line.find("http"); at != std::string_view::npos; at = line.find("http", at + 1)) {
      const std::string_view text = line.substr(at);
      if (!text.starts_with("http://") && !text.starts_with("https://")) continue;
      const auto covers = [&](const Mention& one) {
        const auto begin = static_cast<std::size_t>(one.column) - 1;
        return begin <= at && at < begin + one.text.size();
      };
      const std::string_view address = bare_address_at(text);
      if (std::none_of(first, mention, covers) && (at == 0 || (!is_alnum(line[at - 1]) && line[at - 1] != '=')))
        add(address, n, static_cast<int>(at) + 1, true);
      at += address.size();
    }
  }
  return out;
}

}  // namespace fingerpost
