#include "indexer/symbols.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <span>
#include <thread>
#include <utility>

#include "base/json.h"
#include "base/process.h"
#include "base/text.h"
#include "base/utf8.h"
#include "indexer/ctags_languages.h"
#include "indexer/definition_ends.h"
#include "indexer/embedded_code.h"

namespace fingerpost {
namespace {

using Clock = std::chrono::steady_clock;

// What one child is given: little enough that its time limit is far off for honest code, enough to pay for its start.
constexpr std::size_t kBatchFiles = 128;
constexpr std::chrono::milliseconds kBatchTime{6000};

// A constant by its name, in a language that has no word for it: MAX_BATCH = 500 in a module.
bool is_constant_name(std::string_view name) {
  return name.size() >= 3 && is_upper(name.front()) &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_upper(c) || is_digit(c) || c == '_'; });
}

// A class or structure whose fields are what a program can be told: class Settings(BaseSettings), type ServerConfig
// struct, class EncodingOptions.
bool holds_settings(std::string_view scope) {
  static constexpr std::string_view kEnds[] = {"Settings", "Config",    "Configuration", "Conf",
                                               "Opts",     "Params",    "Options",       "Defaults",
                                               "Limits",   "Constants", "Properties"};
  return std::any_of(std::begin(kEnds), std::end(kEnds), [&](std::string_view end) { return scope.ends_with(end); });
}

// Definitions only: no variables inside functions, no parameters, no imports.
bool is_definition(std::string_view kind, std::string_view path) {
  static constexpr std::string_view kKinds[] = {
      "function",        "func",           "method",    "class",   "struct",     "interface", "enum",      "type",
      "typedef",         "typealias",      "trait",     "macro",   "module",     "union",     "constant",  "const",
      "service",         "message",        "rpc",       "table",   "view",       "procedure", "trigger",   "record",
      "object",          "protocol",       "namespace", "package", "subroutine", "resource",  "data",      "output",
      "singletonMethod", "implementation", "component", "mixin",   "contract",   "event",     "operation", "directive",
      "model",           "feature",        "scenario",  "stage",   "task",       "target",    "option",    "param"};
  // A method, where elsewhere it is a field.
  const bool python = path.ends_with(".py") || path.ends_with(".pyi");
  if (kind == "member") return python;
  if (kind == "namespace" || kind == "module") return !python;  // an import's other name
  return std::find(std::begin(kKinds), std::end(kKinds), kind) != std::end(kKinds);
}

// What ctags calls the fields of a class or structure in the language of a file.
bool is_field(std::string_view kind, std::string_view path) {
  const std::string_view extension = extension_of(path);
  if (kind == "variable") return extension == "py" || extension == "php";
  return (kind == "member" && extension != "py" && extension != "pyi") || kind == "field" || kind == "property";
}

struct SourceFile {
  std::string path;
  std::string bytes;
  std::vector<Place> places;
  std::vector<std::size_t> open;  // places of which ctags tells no end
};

struct Definitions {
  std::vector<std::pair<std::string, std::vector<Place>>> files;
  std::vector<SymbolProblem> problems;
};

std::string text_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

int number_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_integer() ? found->get<int>() : 0;
}

// The answers of one child, a line of JSON each: the tags of a file, then that it is completed.
class AnswerReader {
 public:
  explicit AnswerReader(std::span<SourceFile> files) : files_(files) {}

  void take(std::string_view bytes) {
    rest_.append(bytes);
    std::size_t start = 0;
    for (std::size_t end = rest_.find('\n'); end != std::string::npos; end = rest_.find('\n', start)) {
      line(std::string_view(rest_).substr(start, end - start));
      start = end + 1;
    }
    rest_.erase(0, start);
  }

  bool greeted() const { return greeted_; }
  std::size_t completed() const { return completed_; }

 private:
  void line(std::string_view text) {
    const std::optional<Json> answer = parse_json(text);
    if (!answer || !answer->is_object()) return;
    const std::string type = text_of(*answer, "_type");
    if (type == "program") greeted_ = true;
    if (type == "completed") ++completed_;
    if (type == "tag" && completed_ < files_.size()) tag(*answer, files_[completed_]);
  }

  static void tag(const Json& tag, SourceFile& file) {
    const std::string name = text_of(tag, "name");
    const std::string kind = text_of(tag, "kind");
    const bool constant = (kind == "variable" || kind == "field") && is_constant_name(name);
    const bool setting = is_field(kind, file.path) && holds_settings(text_of(tag, "scope"));
    if (name.starts_with("__anon") || (!is_definition(kind, file.path) && !constant && !setting)) return;
    // The digits behind a separator, 10_000, are no name; ctags takes them for one in some languages.
    if (std::all_of(name.begin(), name.end(), [](char c) { return c == '_' || is_digit(c); })) return;
    Place place;
    place.kind = setting ? Kind::setting : Kind::definition;
    place.line_start = std::max(1, number_of(tag, "line"));
    place.line_end = std::max(place.line_start, number_of(tag, "end"));
    place.key = sanitize_for_display(std::string_view(name).substr(0, 200));
    place.name = place.key;
    place.words = setting ? text_of(tag, "scope") : constant ? "constant" : kind;
    if (!tag.contains("end")) file.open.push_back(file.places.size());
    file.places.push_back(std::move(place));
  }

  std::span<SourceFile> files_;
  std::string rest_;
  std::size_t completed_ = 0;
  bool greeted_ = false;
};

// ctags gets each file's text on its stdin, under a name of our making with nothing but the ending that tells the
// language: no name in a repository is ever read as an option, and no file is opened but by us.
std::string request_for(const SourceFile& file, std::string_view text) {
  std::string name = "f/";
  for (const char c : base_name(file.path).substr(0, 200)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.';
    name += plain ? c : '_';
  }
  name += ending_of_language(file.path, text);
  return "{\"command\":\"generate-tags\",\"filename\":\"" + name + "\",\"size\":" + std::to_string(text.size()) +
         "}\n" + std::string(text);
}

std::vector<std::string> ctags(bool sandbox) {
  // --options=NONE first: ctags would otherwise obey the repository's own .ctags.d.
  std::vector<std::string> arguments = {
      "ctags",
      "--options=NONE",
      "--quiet=yes",
      std::string("--_interactive=") + (sandbox ? "sandbox" : "default"),
      "--sort=no",
      "--fields=NneKs",
      "--languages=-Markdown,-JSON,-Yaml,-reStructuredText,-Iniconf,-HTML,-CSS,-SCSS,-XML,-Make,-Man,-Asciidoc,"
      "-DTD,-RelaxNG,-SVG,-Maven2"};
  const std::vector<std::string>& taught = ctags_language_arguments();
  arguments.insert(arguments.end(), taught.begin(), taught.end());
  return arguments;
}

class Batch {
 public:
  Batch(const Root& root, std::size_t code_bytes, Clock::time_point end, Definitions& out)
      : root_(root), code_bytes_(code_bytes), end_(end), out_(out) {}

  // False when there is no ctags to go on with.
  bool read(std::span<const std::string> paths) {
    std::vector<SourceFile> files;
    for (const std::string& path : paths)
      // What cannot be read is a finding of whoever reads the file itself.
      if (auto text = root_.read(path, code_bytes_)) files.push_back({path, std::move(text->bytes), {}, {}});
    std::span<SourceFile> rest(files);
    while (!rest.empty()) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end_ - Clock::now());
      if (left.count() <= 0) {
        for (const SourceFile& file : rest)
          out_.problems.push_back({file.path, "its definitions are not read: the time for all of them was over"});
        break;
      }
      const auto done = read_some(rest, std::min(left, kBatchTime));
      if (!done) return false;
      rest = rest.subspan(*done);
    }
    for (SourceFile& file : files)
      if (!file.places.empty()) out_.files.emplace_back(file.path, std::move(file.places));
    return true;
  }

 private:
  // How many of the files are done with, at least one unless the time ran out behind some others.
  std::optional<std::size_t> read_some(std::span<SourceFile> files, std::chrono::milliseconds time) {
    std::string input;
    for (SourceFile& file : files) {
      const DecodedSource decoded(file.bytes);
      input += request_for(file, decoded.binary() ? std::string() : code_of(file.path, decoded.text()));
    }
    AnswerReader answers(files);
    const auto ran =
        run_process(ctags(sandbox_), "/", input, time, [&](std::string_view bytes) { answers.take(bytes); });
    if (!ran) {
      out_.problems.push_back(
          {"", "definitions in code are not found: " + ran.error().message + "; install universal-ctags"});
      return std::nullopt;
    }
    if (!answers.greeted() && !ran->timed_out) {
      // A system, or a ctags, without the sandbox.
      if (std::exchange(sandbox_, false)) return 0;
      out_.problems.push_back({"",
                               "definitions in code are not found: this ctags does not answer; install a "
                               "universal-ctags with JSON"});
      return std::nullopt;
    }
    std::size_t done = std::min(answers.completed(), files.size());
    for (SourceFile& file : files.first(done)) finish(file);
    if (done == files.size()) return done;
    // The file behind the last one that was completed is where it hung or died. One that did not come first may only
    // have come late: it gets the time of a child of its own.
    if (ran->timed_out && done > 0) {
      forget(files[done]);
      return done;
    }
    finish(files[done]);
    out_.problems.push_back({files[done].path, std::string("ctags ") + (ran->timed_out ? "took too long" : "failed") +
                                                   " on this file; definitions may be missing"});
    return done + 1;
  }

  static void forget(SourceFile& file) {
    file.places.clear();
    file.open.clear();
  }

  static void finish(SourceFile& file) {
    if (!file.open.empty())
      end_definitions(file.path, code_of(file.path, DecodedSource(file.bytes).text()), file.places, file.open);
    file.bytes = {};
  }

  const Root& root_;
  const std::size_t code_bytes_;
  const Clock::time_point end_;
  Definitions& out_;
  bool sandbox_ = true;
};

}  // namespace

std::vector<SymbolProblem> read_symbols(const Root& root, const std::vector<std::string>& paths,
                                        std::chrono::seconds deadline, std::size_t code_bytes,
                                        const std::function<void(const std::string&, std::vector<Place>)>& on_file,
                                        const std::function<bool()>& cancelled) {
  const Clock::time_point end = Clock::now() + deadline;
  const std::size_t batches = (paths.size() + kBatchFiles - 1) / kBatchFiles;
  Definitions found[2];
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> stopped = false;
  const auto work = [&](Definitions& out, bool asks) {
    Batch batch(root, code_bytes, end, out);
    for (std::size_t i = next++; i < batches; i = next++) {
      if (asks && cancelled && cancelled()) stopped = true;
      if (stopped) return;
      const std::size_t from = i * kBatchFiles;
      if (!batch.read(std::span(paths).subspan(from, std::min(kBatchFiles, paths.size() - from)))) return;
    }
  };
  {
    std::optional<std::jthread> second;
    if (batches > 1) second.emplace([&] { work(found[1], false); });
    work(found[0], true);
  }
  std::vector<SymbolProblem> problems;
  for (Definitions& part : found) {
    for (auto& [path, places] : part.files) on_file(path, std::move(places));
    problems.insert(problems.end(), part.problems.begin(), part.problems.end());
  }
  return problems;
}

}  // namespace fingerpost
