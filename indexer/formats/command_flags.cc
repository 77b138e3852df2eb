#include "indexer/formats/command_flags.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/text.h"
#include "indexer/formats/call_parts.h"

namespace fingerpost {
namespace {

constexpr std::size_t kLongestFlagName = 64;  // bytes
constexpr std::size_t kMostFlags = 1000;      // of one file
constexpr int kLongestArm = 6;                // lines of one arm of a shell's case
constexpr int kLongestRemark = 30;            // lines of a comment above a field
constexpr std::size_t kLongestType = 60;      // bytes between the angles of a call
constexpr std::size_t kSearchedFlag = 1500;   // bytes of a definition

// In which of its arguments a call names a flag.
enum class Definer {
  option,      // a literal "--name" is among the first: add_argument("-n", "--name", …), .option('-n, --name <x>')
  annotation,  // @Option(names = {"-n", "--name"})
  go,          // Int("name", 5, "help"), and IntVar, IntP, IntVarP
  chained,     // .long("name"), .Flag("name", "help")
  define,      // DEFINE_int32(name, 5, "help")
  absl,        // ABSL_FLAG(int, name, 5, "help")
  attribute,   // #[arg(long)] before a field
};

bool is_flag_byte(char c) {
  return is_alnum(c) || c == '-' || c == '_' || c == '.';
}

bool is_of_identifier(char c) {
  return is_alnum(c) || c == '_';
}

// The flag's name at the start of `text`, or "".
std::string_view flag_name(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && is_flag_byte(text[end])) ++end;
  while (end > 0 && !is_alnum(text[end - 1])) --end;
  return end < 2 || end > kLongestFlagName || !is_alnum(text.front()) ? std::string_view() : text.substr(0, end);
}

// The name of the first "--name" in `text`, or "".
std::string_view long_option(std::string_view text) {
  for (std::size_t at = text.find("--"); at != std::string_view::npos; at = text.find("--", at + 2)) {
    if (at > 0 && is_flag_byte(text[at - 1])) continue;
    std::string_view rest = text.substr(at + 2);
    if (rest.starts_with("[no-]")) rest.remove_prefix(5);
    const std::string_view name = flag_name(rest);
    // "--window-size=800,600" is given to another program.
    if (!name.empty() &&
        (rest.size() < name.size() + 2 || rest[name.size()] != '=' || !is_digit(rest[name.size() + 1])))
      return name;
  }
  return {};
}

// The name that a literal consists of, or "".
std::string_view literal_name(std::string_view argument) {
  const std::string_view text = literal(argument);
  return flag_name(text) == text ? text : std::string_view();
}

bool has_literal(std::string_view argument) {
  return argument.find_first_of("\"'`") != std::string_view::npos;
}

bool gives_default(const CallParts& call) {
  return std::any_of(call.arguments.begin(), call.arguments.end(), [](std::string_view argument) {
    return argument.starts_with("default") || contains(argument, "default:") || contains(argument, "defaultValue");
  });
}

const std::unordered_map<std::string_view, Definer>& definers() {
  static const std::unordered_map<std::string_view, Definer> known = [] {
    std::unordered_map<std::string_view, Definer> out;
    for (const std::string_view name : {"add_argument", "add_option", "add_flag", "addOption", "addArgument", "option",
                                        "requiredOption", "Option", "method_option", "class_option", "on"})
      out.emplace(name, Definer::option);
    out.emplace("Parameter", Definer::annotation);
    for (const std::string_view name : {"arg", "clap", "structopt"}) out.emplace(name, Definer::attribute);
    for (const std::string_view name : {"long", "Flag"}) out.emplace(name, Definer::chained);
    out.emplace("ABSL_FLAG", Definer::absl);
    return out;
  }();
  return known;
}

const std::set<std::string_view>& go_types() {
  static const std::set<std::string_view> known = {
      "",        "String",  "Int",  "Int8", "Int16",       "Int32",       "Int64",    "Uint",        "Uint16",
      "Uint32",  "Uint64",  "Bool", "IP",   "Float32",     "Float64",     "Duration", "Count",       "IPNet",
      "Strings", "Enum",    "Text", "Func", "StringSlice", "StringArray", "IntSlice", "StringToInt", "StringToString",
      "URL",     "BytesHex"};
  return known;
}

struct GoCall {
  bool is_definer = false;
  bool into = false;       // a variable, which is the first argument
  bool shorthand = false;  // the second name, of one letter, follows the first
  bool typed = false;      // the default follows the names
};

GoCall go_call(std::string_view callee) {
  GoCall out;
  out.shorthand = callee.size() > 2 && callee.ends_with("P");
  if (out.shorthand) callee.remove_suffix(1);
  out.into = callee.ends_with("Var");
  if (out.into) callee.remove_suffix(3);
  out.typed = !callee.empty() && callee != "Func" && callee != "Count";
  out.is_definer = (!callee.empty() || out.into) && go_types().contains(callee);
  return out;
}

std::optional<Definer> definer_of(std::string_view callee, bool go) {
  if (const auto known = definers().find(callee); known != definers().end()) return known->second;
  if (callee.starts_with("DEFINE_")) return Definer::define;
  if (go && go_call(callee).is_definer) return Definer::go;
  return std::nullopt;
}

struct FoundFlag {
  std::string_view name;  // "" where the call defines none
  bool fallback = false;
  bool of_field = false;  // named as a field is; the flag has dashes for its underscores
};

FoundFlag option_flag(const CallParts& call) {
  const auto& arguments = call.arguments;
  for (std::size_t i = 0; i < std::min<std::size_t>(arguments.size(), 4); ++i) {
    const std::string_view text = literal(arguments[i]);
    if (!text.starts_with("-") && !arguments[i].starts_with("name")) continue;
    const std::string_view name = long_option(text.empty() ? arguments[i] : text);
    if (name.empty()) continue;
    // .option('-p, --port <number>', 'help', '80'): the third is the default, unless it converts.
    const bool third = i == 0 && contains(text, "<") && arguments.size() > 2 &&
                       (has_literal(arguments.back()) || is_digit(arguments.back().front()));
    return {name, third || gives_default(call)};
  }
  if (arguments.size() < 2) return {};
  // .option('port', { describe: "…", default: 80 }); option :port, default: 80
  const std::string_view first = arguments[0];
  if (arguments[1].starts_with("{") && (contains(arguments[1], "describe:") || contains(arguments[1], "type:")))
    return {literal_name(first), gives_default(call)};
  if (first.starts_with(":")) return {flag_name(first.substr(1)), gives_default(call), true};
  // addOption('queue', null, InputOption::VALUE_REQUIRED, 'help', 'mail'); addOption("p", "port", true, "help")
  if (arguments.size() < 4 || !has_literal(arguments[3])) return {};
  const bool short_first = literal(first).size() == 1;
  return {literal_name(arguments[short_first ? 1 : 0]), !short_first && arguments.size() > 4};
}

FoundFlag go_flag(std::string_view callee, const CallParts& call) {
  const GoCall how = go_call(callee);
  const std::size_t name = how.into ? 1 : 0;
  const std::size_t help = name + (how.shorthand ? 2 : 1) + (how.typed ? 1 : 0);
  if (call.arguments.size() <= help || !has_literal(call.arguments[help])) return {};
  return {literal_name(call.arguments[name]), how.typed};
}

FoundFlag defined_flag(Definer definer, std::string_view callee, const CallParts& call) {
  const auto& arguments = call.arguments;
  if (call.end == 0 || arguments.empty()) return {};
  switch (definer) {
    case Definer::option:
    case Definer::annotation: return option_flag(call);
    case Definer::go: return go_flag(callee, call);
    case Definer::chained:
      return arguments.size() == (callee == "Flag" ? 2u : 1u) ? FoundFlag{literal_name(arguments[0]), false}
                                                              : FoundFlag{};
    case Definer::define: {
      const std::string_view quoted = literal_name(arguments[0]);
      return arguments.size() < 3 ? FoundFlag{} : FoundFlag{quoted.empty() ? flag_name(arguments[0]) : quoted, true};
    }
    case Definer::absl: return arguments.size() == 4 ? FoundFlag{flag_name(arguments[1]), true} : FoundFlag{};
    case Definer::attribute: break;
  }
  return {};
}

class FlagAdder {
 public:
  FlagAdder(std::string_view text, std::int32_t under, Reading& out)
      : text_(text), lines_(text), under_(under), out_(out) {}

  const Lines& lines() const { return lines_; }
  bool full() const { return seen_.size() >= kMostFlags; }

  // A flag whose definition is text[begin, end).
  void add(FoundFlag flag, std::size_t begin, std::size_t end) {
    if (flag.name.empty() || full() || !seen_.emplace(flag.name, begin).second) return;
    Place place;
    place.kind = Kind::setting;
    place.role = flag.fallback ? Role::fallback : Role::none;
    place.parent = under_;
    place.line_start = lines_.line_of(begin);
    place.line_end = lines_.line_of(std::max(begin, end - 1));
    std::string name(flag.name);
    if (flag.of_field) std::replace(name.begin(), name.end(), '_', '-');
    place.key = "--" + name;
    // What is no everyday word is a name by itself.
    if (name.find_first_of("-_") != std::string::npos) place.name = name;
    place.text = text_.substr(begin, std::min(end - begin, kSearchedFlag));
    place.words = flag.fallback ? "command line flag option default" : "command line flag option";
    out_.add(std::move(place));
  }

 private:
  std::string_view text_;
  Lines lines_;
  std::int32_t under_;
  Reading& out_;
  std::set<std::pair<std::string_view, std::size_t>> seen_;
};

// Goes on to the end of the calls that are chained to one: .Default("5"), .default_value("5").
void follow_chain(std::string_view text, std::size_t& end, FoundFlag& flag) {
  const std::size_t bound = std::min(text.size(), end + 400);
  const auto pass_spaces = [&](std::size_t at) {
    while (at < bound && is_space(text[at])) ++at;
    return at;
  };
  for (;;) {
    std::size_t at = pass_spaces(end);
    if (at >= bound || text[at] != '.') return;
    const std::size_t begin = pass_spaces(at + 1);
    at = begin;
    while (at < bound && is_of_identifier(text[at])) ++at;
    if (at >= bound || text[at] != '(') return;
    const std::string_view callee = text.substr(begin, at - begin);
    if (callee == "Flag" || callee == "arg") return;
    const CallParts call = call_parts(text, at);
    if (call.end == 0 || call.end > bound) return;
    flag.fallback = flag.fallback || starts_with_ignoring_case(callee, "default");
    end = call.end;
  }
}

// #[arg(long, default_value_t = 5)] before a field, whose name is the flag's.
void add_attribute(std::string_view text, std::size_t begin, std::size_t open, FlagAdder& adder) {
  const CallParts call = call_parts(text, open);
  const bool is_long = std::any_of(call.arguments.begin(), call.arguments.end(), [](std::string_view argument) {
    return argument == "long" || argument.starts_with("long ") || argument.starts_with("long=");
  });
  if (!is_long) return;
  const std::size_t colon = text.substr(0, std::min(text.size(), call.end + 400)).find(": ", call.end);
  if (colon == std::string_view::npos) return;
  std::size_t field = colon;
  while (field > call.end && is_of_identifier(text[field - 1])) --field;
  std::string_view name = literal(named_argument(call, "long"));
  if (name.empty()) name = text.substr(field, colon - field);
  // What the comment above says is what --help says.
  const int line = adder.lines().line_of(begin);
  int first = line;
  while (first > 1 && line - first < kLongestRemark && trim(adder.lines().line(first - 1)).starts_with("///")) --first;
  adder.add({flag_name(name), gives_default(call), true}, adder.lines().start_of(first),
            std::min(text.find('\n', colon), text.size()));
}

void add_called_flags(std::string_view path, std::string_view text, FlagAdder& adder) {
  const std::string_view extension = extension_of(path);
  const bool go = extension == "go" && (contains(text, "flag") || contains(text, "Flag"));
  for (std::size_t open = text.find('('); open != std::string_view::npos && !adder.full();
       open = text.find('(', open + 1)) {
    std::size_t end = open;
    if (end > 0 && text[end - 1] == '>') {  // new Option<int>(
      const std::size_t from = end - std::min(end, kLongestType);
      const std::size_t angle = text.substr(from, end - from).rfind('<');
      if (angle == std::string_view::npos) continue;
      end = from + angle;
    }
    std::size_t begin = end;
    while (begin > 0 && end - begin < 24 && is_of_identifier(text[begin - 1])) --begin;
    const std::string_view callee = text.substr(begin, end - begin);
    if (callee.size() < 2) continue;
    const auto definer = definer_of(callee, go);
    if (!definer) continue;
    if (*definer == Definer::attribute) {
      if (begin >= 2 && text[begin - 1] == '[' && text[begin - 2] == '#') add_attribute(text, begin, open, adder);
      continue;
    }
    if (*definer == Definer::chained && (begin == 0 || text[begin - 1] != '.')) continue;
    const CallParts call = call_parts(text, open);
    FoundFlag flag = defined_flag(*definer, callee, call);
    std::size_t last = call.end;
    if (*definer == Definer::chained && !flag.name.empty()) follow_chain(text, last, flag);
    adder.add(flag, begin, last);
  }
}

// &cli.IntFlag{Name: "port", Value: 80, Usage: "…"}
void add_flag_fields(std::string_view text, FlagAdder& adder) {
  for (std::size_t at = text.find("Flag{"); at != std::string_view::npos && !adder.full();
       at = text.find("Flag{", at + 5)) {
    const CallParts call = call_parts(text, at + 4);
    if (call.end == 0) continue;
    std::size_t begin = at;
    while (begin > 0 && (is_of_identifier(text[begin - 1]) || text[begin - 1] == '.')) --begin;
    adder.add({literal_name(named_argument(call, "Name")), !named_argument(call, "Value").empty()}, begin, call.end);
  }
}

// option :port, default: 80; opts.on "--port N", "help": calls without brackets.
void add_ruby_flags(std::string_view text, FlagAdder& adder) {
  const Lines& lines = adder.lines();
  for (int n = 1; n <= lines.count() && !adder.full(); ++n) {
    const std::string_view line = trim(lines.line(n));
    for (const std::string_view start :
         {"option ", "method_option ", "class_option ", "opts.on ", "opt.on ", "o.on "}) {
      if (!line.starts_with(start)) continue;
      int last = n;
      while (last < lines.count() && last - n < kLongestArm && trim(lines.line(last)).ends_with(",")) ++last;
      const auto begin = static_cast<std::size_t>(line.data() - text.data());
      const std::size_t end = lines.start_of(last) + lines.line(last).size();
      CallParts call;
      call.arguments.push_back(trim(line.substr(start.size(), line.find(',') - start.size())));
      call.arguments.push_back(text.substr(begin + start.size(), end - begin - start.size()));
      adder.add(option_flag(call), begin, end);
    }
  }
}

}  // namespace

void add_command_flags(std::string_view path, std::string_view text, std::int32_t under, Reading& out) {
  FlagAdder adder(text, under, out);
  add_called_flags(path, text, adder);
  if (extension_of(path) == "go") add_flag_fields(text, adder);
  if (extension_of(path) == "rb") add_ruby_flags(text, adder);
}

void add_shell_flags(std::string_view text, std::int32_t under, Reading& out) {
  if (!contains(text, "--")) return;
  FlagAdder adder(text, under, out);
  const Lines& lines = adder.lines();
  std::set<std::string_view> listed;
  for (int n = 1; n <= lines.count(); ++n) {
    // "  -p, --port N   the port": an option, a gap, what it is for; also behind echo.
    std::string_view line = trim(lines.line(n));
    for (const std::string_view start : {"echo ", "#", "\"", "'"})
      if (line.starts_with(start)) line = trim(line.substr(start.size()));
    if (!line.starts_with("-")) continue;
    const std::string_view name = long_option(line.substr(0, line.find("  ")));
    const std::size_t gap = std::min(line.find("  "), line.find('\t'));
    if (name.empty() || gap >= line.size() || !is_alpha(trim(line.substr(gap)).front())) continue;
    const std::string_view explained = line.substr(gap);
    if (listed.insert(name).second)
      adder.add({name, contains(explained, "efault")}, lines.start_of(n), lines.start_of(n) + lines.line(n).size());
  }
  for (int n = 1; n <= lines.count(); ++n) {
    const std::string_view line = trim(lines.line(n));
    if (!line.starts_with("-")) continue;
    const std::string_view arm = line.substr(0, line.find(')'));
    if (arm.size() == line.size() || arm.find_first_of(" \"'$(`") != std::string_view::npos) continue;
    const std::string_view name = long_option(arm);
    if (name.empty() || !listed.insert(name).second) continue;
    int last = n;
    while (last < lines.count() && last - n < kLongestArm && !contains(lines.line(last), ";;")) ++last;
    adder.add({name, false}, lines.start_of(n), lines.start_of(last) + lines.line(last).size());
  }
}

}  // namespace fingerpost
