// Directories and files that must be there: those that compose mounts, and those that .fingerpost.toml lists:
//   [probes.dirs]
//   required = ["uploads/", "certs/dev.crt"]
//   writable = ["uploads/"]
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "probes/places.h"
#include "probes/probe.h"

namespace fingerpost {

extern const Probe dirs_probe;

namespace {

struct Required {
  std::string path;  // from the root
  Written at;
  std::string why;
  bool writable = false;
  bool directory = false;  // it was written with a slash at its end
};

std::vector<Required> required_of(const Surroundings& around) {
  std::vector<Required> out;
  std::set<std::string> known;
  const auto put = [&](std::string_view directory, std::string_view written, const Written& at, std::string why,
                       bool writable) {
    const std::string path = path_inside(directory, written);
    if (path.empty() || !known.insert(path + (writable ? " w" : "")).second) return;
    out.push_back({path, at, std::move(why), writable, written.ends_with("/")});
  };
  for (const bool writable : {false, true})
    for (const ProbeSettings::Text& text : around.settings().list("dirs", writable ? "writable" : "required"))
      put("", text.value, text.at, writable ? "must be writable" : "is required", writable);
  for (const ComposeModel* model : around.active_composes())
    for (const ComposeService& service : model->services)
      for (const ComposeText& volume : service.volumes) {
        const std::size_t colon = volume.value.find(':');
        const std::string_view source = std::string_view(volume.value).substr(0, colon);
        if (colon == std::string::npos || !source.starts_with(".") || contains(source, "$")) continue;
        put(model->directory, source, volume.at, fmt::format("is mounted by service {}", service.name), false);
      }
  return out;
}

std::vector<Planned> plan(const Surroundings& around) {
  const auto required = required_of(around);
  if (required.empty()) return {};
  Planned planned;
  planned.probe = &dirs_probe;
  planned.origin.kind = Origin::Kind::repository;
  planned.origin.at = required.front().at;
  planned.why = fmt::format("{} paths are named in {}", required.size(), required.front().at.path);
  return {planned};
}

Result<Planned> aim(const std::string& argument, const Surroundings& around) {
  const std::string path = path_inside("", argument);
  if (path.empty()) return Error{Code::invalid_argument, "name a path inside of the repository", "", ""};
  Planned planned;
  planned.probe = &dirs_probe;
  planned.origin.kind = Origin::Kind::argument;
  if (argument != ".") planned.target.text = planned.shown = path;
  if (argument == "." && plan(around).empty())
    return Error{Code::not_found, "nothing here says which directories are required", "",
                 "list them in .fingerpost.toml under [probes.dirs]"};
  planned.why = "as asked";
  return planned;
}

void look_at(const Required& required, const Surroundings& around, Outcome& out) {
  const bool directory = directory_exists(around, required.path);
  const bool there = directory || around.exists(required.path);
  Check* check = nullptr;
  if (!there)
    check = &out.add("path", Status::fail, fmt::format("{} is not there, and {}", required.path, required.why),
                     fmt::format("create {}", required.path));
  else if (required.directory && !directory)
    check = &out.add("path", Status::fail, fmt::format("{} is a file, and a directory is wanted", required.path),
                     fmt::format("move the file away, and mkdir -p {}", required.path));
  else if (required.writable && !directory_is_writable(around, required.path))
    check = &out.add("path", Status::fail, fmt::format("{} cannot be written by this user", required.path),
                     fmt::format("sudo chown $(id -u) {}", required.path));
  else
    check = &out.add("path", Status::pass, fmt::format("{} is there", required.path));
  check->source = required.at;
}

void run(const Planned& planned, const Surroundings& around, const Deadline&, Outcome& out) {
  if (!planned.target.text.empty()) {
    look_at({planned.target.text, {}, "was asked for", false, false}, around, out);
    return;
  }
  for (const Required& required : required_of(around)) look_at(required, around, out);
}

}  // namespace

const Probe dirs_probe = {"dirs",
                          "Required directories",
                          "looks whether paths of the repository are there; creates nothing",
                          "what compose mounts, and [probes.dirs] of .fingerpost.toml",
                          10,
                          plan,
                          aim,
                          run,
                          {}};

}  // namespace fingerpost
