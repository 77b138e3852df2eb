#include "indexer/formats/subcommands.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "indexer/formats/call_parts.h"

namespace fingerpost {
namespace {

constexpr std::size_t kNearby = 600;         // bytes in which a command says its name and what it is for
constexpr std::size_t kLongestCommand = 64;  // bytes of a name

// The first word of what a command is called, without its arguments: "send <parcel>", "mail:send {--queue}".
std::string_view command_name(std::string_view usage) {
  std::size_t end = 0;
  while (end < usage.size() && (is_alnum(usage[end]) || contains("-_:.", usage.substr(end, 1)))) ++end;
  return end < 2 || end > kLongestCommand || !is_alpha(usage.front()) ? std::string_view() : usage.substr(0, end);
}

class CommandAdder {
 public:
  CommandAdder(std::string_view text, std::int32_t under, Reading& out)
      : text_(text), lines_(text), under_(under), out_(out) {}

  const Lines& lines() const { return lines_; }

  // A command whose definition is text[begin, end).
  void add(std::string_view usage, std::size_t begin, std::size_t end) {
    const std::string_view name = command_name(usage);
    if (name.empty()) return;
    Place place;
    place.kind = Kind::command;
    place.parent = under_;
    place.line_start = lines_.line_of(begin);
    place.line_end = lines_.line_of(std::max(begin, end - 1));
    place.key = place.name = std::string(name);
    place.text = text_.substr(begin, end - begin);
    place.words = "command";
    out_.add(std::move(place));
  }

 private:
  std::string_view text_;
  Lines lines_;
  std::int32_t under_;
  Reading& out_;
};

// `field`'s literal in `text`, and where it ends; an empty view for none. Fields stand at the start of their lines or
// behind a bracket.
std::string_view literal_of_field(std::string_view text, std::string_view field) {
  for (std::size_t at = text.find(field); at != std::string_view::npos; at = text.find(field, at + 1)) {
    if (at > 0 && (is_alnum(text[at - 1]) || text[at - 1] == '_')) continue;
    const std::string_view value = trim(text.substr(at + field.size()));
    if (const std::string_view found = literal(value); !found.empty()) return found;
  }
  return {};
}

// A structure or an attribute whose fields tell a command's name and what it is for.
void add_structures(std::string_view text, std::string_view opening, std::string_view name, std::string_view help,
                    CommandAdder& adder) {
  for (std::size_t at = text.find(opening); at != std::string_view::npos;
       at = text.find(opening, at + opening.size())) {
    const std::size_t next = text.find(opening, at + opening.size());
    const std::string_view near =
        text.substr(at, std::min(kNearby, next == std::string_view::npos ? kNearby : next - at));
    const std::string_view usage = literal_of_field(near, name);
    if (usage.empty()) continue;
    const std::string_view about = literal_of_field(near, help);
    const std::string_view last = about.data() > usage.data() ? about : usage;
    adder.add(usage, at, static_cast<std::size_t>(last.data() + last.size() - text.data()));
  }
}

// parser.add_parser("send", help="…"); program.command('send <parcel>').description('…')
void add_calls(std::string_view text, std::string_view callee, CommandAdder& adder) {
  for (std::size_t at = text.find(callee); at != std::string_view::npos; at = text.find(callee, at + callee.size())) {
    const CallParts call = call_parts(text, at + callee.size() - 1);
    if (call.end == 0 || call.arguments.empty()) continue;
    std::size_t end = call.end;
    std::size_t chained = end;
    while (chained < text.size() && is_space(text[chained])) ++chained;
    constexpr std::string_view kDescription = ".description(";
    const bool described = text.substr(chained).starts_with(kDescription);
    if (described)
      if (const CallParts more = call_parts(text, chained + kDescription.size() - 1); more.end != 0) end = more.end;
    if (described || call.arguments.size() > 1) adder.add(literal(call.arguments[0]), at, end);
  }
}

// desc "Sends what is due"  /  task send: :environment do
void add_rake_tasks(CommandAdder& adder) {
  const Lines& lines = adder.lines();
  for (int n = 1; n < lines.count(); ++n) {
    if (!trim(lines.line(n)).starts_with("desc ")) continue;
    std::string_view task = trim(lines.line(n + 1));
    if (!task.starts_with("task ")) continue;
    task = trim(task.substr(5));
    while (!task.empty() && !is_alnum(task.front())) task.remove_prefix(1);
    const std::size_t end = std::min(task.find_first_of(" ,\"'"), task.size());
    std::string_view name = task.substr(0, end);
    while (name.ends_with(":")) name.remove_suffix(1);
    adder.add(name, lines.start_of(n), lines.start_of(n + 1) + lines.line(n + 1).size());
  }
}

}  // namespace

void add_subcommands(std::string_view path, std::string_view text, std::int32_t under, Reading& out) {
  const std::string_view extension = extension_of(path);
  CommandAdder adder(text, under, out);
  if (extension == "go") {
    add_structures(text, "cobra.Command{", "Use:", "Short:", adder);
    add_structures(text, "cli.Command{", "Name:", "Usage:", adder);
  } else if (extension == "py") {
    add_calls(text, ".add_parser(", adder);
    const std::string_view name = base_name(path);
    if (contains(path, "management/commands/") && !name.starts_with("_")) {
      const std::size_t help = text.find("help = ");
      const std::string_view about = help == std::string_view::npos ? std::string_view() : text.substr(help, kNearby);
      const std::size_t begin = std::min(text.find("class Command"), help);
      const std::string_view said = literal(about.substr(std::min<std::size_t>(about.size(), 7)));
      if (!said.empty())
        adder.add(name.substr(0, name.size() - 3), begin,
                  static_cast<std::size_t>(said.data() + said.size() - text.data()));
    }
  } else if (extension == "rb" || extension == "rake" || base_name(path) == "Rakefile") {
    add_rake_tasks(adder);
  } else if (extension == "php") {
    add_structures(text, "AsCommand(", "name:", "description:", adder);
    add_structures(text, "$signature", "=", "$description =", adder);
  } else if (extension == "js" || extension == "ts" || extension == "mjs" || extension == "cjs") {
    add_calls(text, ".command(", adder);
  }
}

}  // namespace fingerpost
