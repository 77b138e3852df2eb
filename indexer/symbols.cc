#include "indexer/symbols.h"

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <thread>

#include "base/process.h"
#include "base/text.h"
#include "base/utf8.h"

namespace fingerpost {
namespace {

// A constant by its name, in a language that has no word for it: MAX_BATCH = 500 in a module.
bool is_constant_name(std::string_view name) {
  return name.size() >= 3 && is_upper(name.front()) &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_upper(c) || is_digit(c) || c == '_'; });
}

// Definitions only: no variables inside functions, no parameters, no imports.
bool is_definition(std::string_view kind) {
  static constexpr std::string_view kKinds[] = {
      "function",        "func",           "method",    "class",   "struct",     "interface", "enum",     "type",
      "typedef",         "typealias",      "trait",     "macro",   "module",     "union",     "constant", "const",
      "service",         "message",        "rpc",       "table",   "view",       "procedure", "trigger",  "record",
      "object",          "protocol",       "namespace", "package", "subroutine", "resource",  "data",     "output",
      "singletonMethod", "implementation", "component", "mixin"};
  return std::find(std::begin(kKinds), std::end(kKinds), kind) != std::end(kKinds);
}

struct Definitions {
  std::vector<std::pair<std::string, std::vector<Place>>> files;
  std::vector<SymbolProblem> problems;
};

// One line of the tags format: name, file, line;", kind, further fields as key:value.
class TagReader {
 public:
  explicit TagReader(Definitions& out) : out_(out) {}

  void take(std::string_view bytes) {
    rest_.append(bytes);
    std::size_t start = 0;
    for (std::size_t end = rest_.find('\n'); end != std::string::npos; end = rest_.find('\n', start)) {
      line(std::string_view(rest_).substr(start, end - start));
      start = end + 1;
    }
    rest_.erase(0, start);
  }

  const std::string& last_path() const { return path_; }

 private:
  void line(std::string_view text) {
    if (text.starts_with("!_")) return;
    const auto fields = split(text, '\t');
    if (fields.size() < 4) return;
    if (fields[1] != path_) {
      path_ = std::string(fields[1]);
      out_.files.emplace_back(path_, std::vector<Place>());
    }
    const bool constant = fields[3] == "variable" && is_constant_name(fields[0]);
    if ((!is_definition(fields[3]) && !constant) || fields[0].starts_with("__anon")) return;
    // The digits behind a separator, 10_000, are no name; ctags takes them for one in some languages.
    if (std::none_of(fields[0].begin(), fields[0].end(), [](char c) { return c != '_' && !is_digit(c); })) return;
    Place place;
    place.kind = Kind::definition;
    place.line_start = std::max(1, std::atoi(std::string(fields[2]).c_str()));
    place.line_end = place.line_start;
    for (std::size_t i = 4; i < fields.size(); ++i)
      if (fields[i].starts_with("end:"))
        place.line_end = std::max(place.line_start, std::atoi(std::string(fields[i].substr(4)).c_str()));
    place.key = sanitize_for_display(fields[0].substr(0, 200));
    place.name = place.key;
    place.words = constant ? "constant" : std::string(fields[3]);
    out_.files.back().second.push_back(std::move(place));
  }

  Definitions& out_;
  std::string rest_;
  std::string path_;
};

void read_share(const Root& root, std::vector<std::string> paths, std::chrono::milliseconds deadline,
                Definitions& out) {
  // A path with a line end cannot be told to ctags.
  std::erase_if(paths, [](const std::string& path) { return path.find('\n') != std::string::npos; });
  while (!paths.empty()) {
    std::string input;
    for (const std::string& path : paths) input += path + "\n";
    // --options=NONE first: ctags would otherwise obey the repository's own .ctags.d.
    const std::vector<std::string> argv = {"ctags",
                                           "--options=NONE",
                                           "--quiet=yes",
                                           "--links=no",
                                           "--sort=no",
                                           "--excmd=number",
                                           "--fields=Ke",
                                           "--languages=-Markdown,-JSON,-Yaml,-reStructuredText,-Iniconf,-HTML,-CSS",
                                           "--languages=-SCSS,-XML,-Make,-Man,-Asciidoc,-DTD,-RelaxNG,-SVG,-Maven2",
                                           "--kinds-Python=-I",  // "import x as y" defines nothing
                                           "-L",
                                           "-",
                                           "-f",
                                           "-"};
    TagReader reader(out);
    auto ran = run_process(argv, root.path(), input, deadline, [&](std::string_view bytes) { reader.take(bytes); });
    if (!ran) {
      out.problems.push_back(
          {"", "definitions in code are not found: " + ran.error().message + "; install universal-ctags"});
      return;
    }
    if (!ran->timed_out && ran->exit_status == 0) return;
    // The file after the last one that was told of is where it hung or died; what comes behind goes into a new child.
    const auto last = std::find(paths.begin(), paths.end(), reader.last_path());
    auto culprit = last == paths.end() ? paths.begin() : last + 1;
    if (culprit == paths.end()) culprit = last;
    out.problems.push_back({*culprit, std::string("ctags ") + (ran->timed_out ? "took too long" : "failed") +
                                          " at or near this file; its definitions may be missing"});
    paths.erase(paths.begin(), culprit + 1);
  }
}

}  // namespace

std::vector<SymbolProblem> read_symbols(const Root& root, const std::vector<std::string>& paths,
                                        std::chrono::seconds deadline,
                                        const std::function<void(const std::string&, std::vector<Place>)>& on_file) {
  // One child for little; for much, every second path goes to the second child, which spreads large files evenly.
  const std::size_t shares = paths.size() < 64 ? 1 : 2;
  std::vector<std::vector<std::string>> share(shares);
  for (std::size_t i = 0; i < paths.size(); ++i) share[i % shares].push_back(paths[i]);
  std::vector<Definitions> found(shares);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < shares; ++i)
      threads.emplace_back([&, i] { read_share(root, std::move(share[i]), deadline, found[i]); });
    read_share(root, std::move(share[0]), deadline, found[0]);
  }
  std::vector<SymbolProblem> problems;
  for (Definitions& part : found) {
    for (auto& [path, places] : part.files) on_file(path, std::move(places));
    problems.insert(problems.end(), part.problems.begin(), part.problems.end());
  }
  return problems;
}

}  // namespace fingerpost
