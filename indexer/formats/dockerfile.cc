// Dockerfiles (https://docs.docker.com/reference/dockerfile/): stages, and the instructions that say how it runs.
#include <array>

#include "base/text.h"
#include "indexer/format.h"

namespace fingerpost {
namespace {

bool claims(std::string_view path) {
  const std::string name = to_lower(base_name(path));
  return name == "dockerfile" || name == "containerfile" || name.starts_with("dockerfile.") ||
         name.ends_with(".dockerfile") || name.starts_with("containerfile.");
}

class DockerfileReader {
 public:
  DockerfileReader(const SourceText& source, std::int32_t under, Reading& out)
      : lines_(source.text), under_(under), stage_(under), out_(out) {}

  void read() {
    int comment = 0;
    for (int n = 1; n <= lines_.count(); ++n) {
      const std::string_view line = trim(lines_.line(n));
      if (line.empty()) {
        comment = 0;
        continue;
      }
      if (line.front() == '#') {
        if (comment == 0) comment = n;
        continue;
      }
      int last = n;
      while (last < lines_.count() && trim(lines_.line(last)).ends_with("\\")) ++last;
      comment_ = comment == 0 ? std::string_view() : lines_.range(comment, n - 1);
      comment = 0;
      instruction(n, last, line);
      n = last;
    }
  }

 private:
  Place place_at(Kind kind, int first, int last) const {
    Place place;
    place.kind = kind;
    place.parent = stage_;
    place.line_start = first;
    place.line_end = last;
    place.comment = comment_;
    place.text = lines_.range(first, last);
    return place;
  }

  void instruction(int first, int last, std::string_view line) {
    const auto end = line.find_first_of(" \t");
    const std::string name = to_lower(line.substr(0, end));
    const std::string_view rest = end == std::string_view::npos ? std::string_view() : trim(line.substr(end));
    if (name == "from") {
      const std::string lower = to_lower(rest);
      const auto as = lower.rfind(" as ");
      stage_ = under_;
      Place place = place_at(Kind::stage, first, last);
      place.key = as == std::string::npos ? std::string(rest) : std::string(trim(rest.substr(as + 4)));
      place.name = place.key;
      place.words = "base image version stage docker build from";
      stage_ = out_.add(std::move(place));
    } else if (name == "expose") {
      for (std::string_view port : split(rest, ' ')) {
        if (trim(port).empty()) continue;
        Place place = place_at(Kind::port, first, last);
        place.role = Role::exposed;
        place.key = std::string(trim(port));
        place.words = "container port exposed listens";
        out_.add(std::move(place));
      }
    } else if (name == "env" || name == "arg") {
      variables(first, last, rest, name == "arg");
    } else if (name == "healthcheck") {
      Place place = place_at(Kind::healthcheck, first, last);
      place.key = "HEALTHCHECK";
      place.words = "health check how often";
      out_.add(std::move(place));
    } else if (name == "run" || name == "copy" || name == "add") {
      Place place = place_at(Kind::step, first, last);
      place.key = clip(line, 60);
      out_.add(std::move(place));
    } else {
      Place place = place_at(Kind::setting, first, last);
      place.key = std::string(line.substr(0, end));
      if (name == "cmd" || name == "entrypoint") place.words = "start command runs";
      if (name == "user") place.words = "container user uid";
      out_.add(std::move(place));
    }
    extend(last);
  }

  // NAME=value NAME2="two words", or the old form NAME value.
  void variables(int first, int last, std::string_view rest, bool argument) {
    const auto add = [&](std::string_view name, int line) {
      Place place = place_at(Kind::variable, line, line);
      place.role = Role::passed;
      place.key = place.name = std::string(name);
      place.words = argument ? "build argument" : "environment variable";
      out_.add(std::move(place));
    };
    if (rest.find('=') == std::string_view::npos) return add(rest.substr(0, rest.find(' ')), first);
    for (int n = first; n <= last; ++n) {
      std::string_view line = trim(lines_.line(n));
      if (n == first) line = trim(line.substr(std::min(line.find_first_of(" \t"), line.size())));
      char quote = 0;
      std::size_t start = 0;
      for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quote != 0) {
          if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
          quote = c;
        } else if (c == '=' && start < i && line.substr(start, i - start).find(' ') == std::string_view::npos) {
          add(line.substr(start, i - start), n);
          start = line.size();
        } else if (c == ' ' || c == '\t') {
          start = i + 1;
        }
      }
    }
  }

  void extend(int last) {
    if (stage_ != under_) out_.places[static_cast<std::size_t>(stage_)].line_end = last;
  }

  Lines lines_;
  std::int32_t under_;
  std::int32_t stage_;
  Reading& out_;
  std::string_view comment_;
};

void read(const SourceText& source, std::int32_t under, Reading& out) {
  DockerfileReader(source, under, out).read();
}

constexpr std::array<std::string_view, 2> kFences = {"dockerfile", "docker"};

}  // namespace

extern const Format dockerfile_format;
const Format dockerfile_format = {"dockerfile", claims, read, kFences};

}  // namespace fingerpost
