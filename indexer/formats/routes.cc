#include "indexer/formats/routes.h"

#include <algorithm>
#include <optional>
#include <string>

#include "base/text.h"
#include "indexer/formats/comments.h"

namespace fingerpost {
namespace {

constexpr std::size_t kLongestLine = 300;   // bytes
constexpr std::size_t kLongestRoute = 120;  // bytes
constexpr int kMostInAFile = 400;

constexpr std::string_view kMethods[] = {"get", "post", "put", "patch", "delete", "head", "options"};

// What defines a route without a method.
constexpr std::string_view kOfAnyMethod[] = {"route", "handle", "handlefunc", "request", "any", "all", "path"};

// What routes are defined on; a client's get() fetches one.
constexpr std::string_view kRouters[] = {"app",   "router", "routes", "route", "server", "fastify", "mux",
                                         "group", "r",      "e",      "g",     "api",    "v1",      "v2",
                                         "web",   "hono",   "koa",    "mount", "rg",     "srv",     "http"};

enum class Language { none, script, python, go, rust, jvm, dotnet, php, ruby, elixir };

Language language_of(std::string_view path) {
  struct Known {
    std::string_view extension;
    Language language;
  };
  static constexpr Known kKnown[] = {
      {"js", Language::script},  {"ts", Language::script},  {"mjs", Language::script}, {"cjs", Language::script},
      {"mts", Language::script}, {"tsx", Language::script}, {"jsx", Language::script}, {"py", Language::python},
      {"go", Language::go},      {"rs", Language::rust},    {"java", Language::jvm},   {"kt", Language::jvm},
      {"cs", Language::dotnet},  {"php", Language::php},    {"rb", Language::ruby},    {"ex", Language::elixir}};
  const std::string_view extension = extension_of(path);
  for (const auto& [known, language] : kKnown)
    if (extension == known) return language;
  return Language::none;
}

bool is_name_byte(char c) {
  return is_alnum(c) || c == '_';
}

// The name at the end of a text, and what stands before it.
std::string_view take_name(std::string_view& text) {
  std::size_t begin = text.size();
  while (begin > 0 && is_name_byte(text[begin - 1])) --begin;
  const std::string_view name = text.substr(begin);
  text = text.substr(0, begin);
  return name;
}

// A line up to its first literal, the literal, and what follows it.
struct Call {
  std::string_view before;
  std::string_view literal;
  std::string_view behind;
};

std::optional<Call> call_on(std::string_view line) {
  const auto open = line.find_first_of("\"'`");
  if (open == std::string_view::npos) return std::nullopt;
  const auto close = line.find(line[open], open + 1);
  if (close == std::string_view::npos) return std::nullopt;
  return Call{trim(line.substr(0, open)), line.substr(open + 1, close - open - 1), trim(line.substr(close + 1))};
}

struct Route {
  std::string method;  // "GET", or "" for any
  std::string_view path;
};

// "get", "MapGet", "HttpGet" and "GetMapping" are one method; none for what defines no route.
std::optional<std::string> method_of(std::string_view callee) {
  std::string name = to_lower(callee);
  for (const std::string_view before : {"map", "http"})
    if (name.starts_with(before) && name.size() > before.size()) name.erase(0, before.size());
  if (name.ends_with("mapping") && name.size() > 7) name.resize(name.size() - 7);
  if (among(kOfAnyMethod, name)) return std::string();
  if (!among(kMethods, name)) return std::nullopt;
  for (char& c : name) c = static_cast<char>(c - 32);
  return name;
}

bool is_router(std::string_view name) {
  const std::string lower = to_lower(name);
  return among(kRouters, lower) || lower.ends_with("router") || lower.ends_with("routes") || lower.ends_with("app") ||
         lower.ends_with("group") || lower.ends_with("mux") || lower.ends_with("server");
}

// A call on something: router.get("/x", $router->get('x', Route::get('x', app.MapGet("/x".
std::optional<Route> route_of_call(Call call, Language language) {
  if (!call.before.ends_with('(')) return std::nullopt;
  call.before.remove_suffix(1);
  const std::string_view callee = take_name(call.before);
  const auto method = method_of(callee);
  if (!method) return std::nullopt;
  for (const std::string_view sign : {"->", "::", "."})
    if (call.before.ends_with(sign)) {
      call.before.remove_suffix(sign.size());
      const bool chained = call.before.empty() || call.before.ends_with(')');
      const std::string_view receiver = take_name(call.before);
      // "http.HandleFunc" defines a route where "http.Get" fetches one.
      if (receiver == "http" && !method->empty()) return std::nullopt;
      const bool maps = language == Language::dotnet && callee.starts_with("Map");
      const bool route = language == Language::rust && callee == "route";
      if (!is_router(receiver) && !maps && !route && !(chained && method->empty())) return std::nullopt;
      // "GET /x" of Go 1.22
      if (const auto space = call.literal.find(' '); space != std::string_view::npos && language == Language::go)
        return Route{std::string(call.literal.substr(0, space)), trim(call.literal.substr(space))};
      if (!call.literal.starts_with('/') && language != Language::php) return std::nullopt;
      return Route{*method, call.literal};
    }
  return std::nullopt;
}

// An annotation before a handler: @app.post("/x"), @GetMapping("/x"), [HttpGet("x")], #[get("/x")], #[Route('/x'.
std::optional<Route> route_of_annotation(std::string_view line, Call call, Language language) {
  const std::string_view mark = language == Language::dotnet                              ? "["
                                : language == Language::rust || language == Language::php ? "#["
                                                                                          : "@";
  if (!line.starts_with(mark)) return std::nullopt;
  const auto open = call.before.find('(');
  if (open == std::string_view::npos) return std::nullopt;
  std::string_view head = call.before.substr(mark.size(), open - mark.size());
  const std::string_view callee = take_name(head);
  const auto method = method_of(callee);
  if (!method || callee == "all" || callee == "any") return std::nullopt;
  if (language == Language::jvm && callee != "Path" && !callee.ends_with("Mapping")) return std::nullopt;
  if ((language == Language::python || language == Language::rust) && !call.literal.starts_with('/'))
    return std::nullopt;
  return Route{*method, call.literal};
}

// get '/x', to: '…' of Rails and Sinatra, get "/x", C, :a of Phoenix; resources :x in a file of routes.
std::optional<Route> route_of_statement(std::string_view path, std::string_view line) {
  const bool of_routes = contains(path, "route");
  const auto space = line.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const std::string_view word = line.substr(0, space);
  const std::string_view rest = trim(line.substr(space));
  if ((word == "resources" || word == "resource" || word == "namespace") && of_routes && rest.starts_with(':')) {
    std::size_t end = 1;
    while (end < rest.size() && is_name_byte(rest[end])) ++end;
    return Route{"", rest.substr(1, end - 1)};
  }
  if (!among(kMethods, word) || (!rest.starts_with('"') && !rest.starts_with('\''))) return std::nullopt;
  const auto call = call_on(rest);
  if (!call || (!of_routes && !call->literal.starts_with('/'))) return std::nullopt;
  return Route{*method_of(word), call->literal};
}

// path('parcels/', views.parcels, name='parcels') of Django.
std::optional<Route> route_of_django(const Call& call) {
  for (const std::string_view callee : {"path(", "re_path(", "url(", "re_path(r", "url(r"})
    if (call.before == callee && call.behind.starts_with(',')) return Route{"", call.literal};
  return std::nullopt;
}

std::optional<Route> route_on(std::string_view path, std::string_view line, Language language) {
  if (language == Language::ruby || language == Language::elixir) return route_of_statement(path, line);
  const auto call = call_on(line);
  if (!call) return std::nullopt;
  if (auto route = route_of_annotation(line, *call, language)) return route;
  if (language == Language::python) return route_of_django(*call);
  return language == Language::jvm ? std::nullopt : route_of_call(*call, language);
}

// Where the statement that begins on line `n` ends, or its head: names and handlers stand on lines of their own.
int end_of_head(const Lines& lines, int n) {
  constexpr int kMostLines = 6;
  std::ptrdiff_t open = 0;
  for (int last = n;; ++last) {
    const std::string_view line = lines.line(last);
    open += std::count(line.begin(), line.end(), '(') - std::count(line.begin(), line.end(), ')');
    if (last == lines.count() || last - n + 1 == kMostLines || trim(line).ends_with('{')) return last;
    const std::string_view next = trim(lines.line(last + 1));
    if (open <= 0 && !next.starts_with("->") && !next.starts_with('.')) return last;
  }
}

}  // namespace

void add_routes(std::string_view path, std::string_view text, std::int32_t under, Reading& out) {
  const Language language = language_of(path);
  if (language == Language::none) return;
  const Lines lines(text);
  int added = 0;
  for (int n = 1; n <= lines.count() && added < kMostInAFile; ++n) {
    const std::string_view line = trim(lines.line(n));
    if (line.size() > kLongestLine || line.size() < 6 || line.starts_with("//") || line.starts_with('*')) continue;
    const auto route = route_on(path, line, language);
    if (!route || route->path.empty() || route->path.size() > kLongestRoute ||
        route->path.find_first_of(" \t\\") != std::string_view::npos)
      continue;
    Place place;
    place.kind = Kind::operation;
    place.parent = under;
    place.line_start = n;
    place.line_end = end_of_head(lines, n);
    place.key = route->method.empty() ? std::string(route->path) : route->method + " " + std::string(route->path);
    place.words = "endpoint api route";
    place.text = lines.range(n, place.line_end);
    if (const auto [first, last] = comment_above(lines, n); first != 0) place.comment = lines.range(first, last);
    out.add(std::move(place));
    ++added;
  }
}

}  // namespace fingerpost
