#include "probes/compose.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "probes/compose_file.h"

namespace fingerpost {
namespace {

constexpr int kDeepest = 8;  // of files that include or extend others

// "a/b/../c" → "a/c"; "" for what leaves the root.
std::string normal_path(const std::string& directory, std::string_view relative) {
  if (relative.starts_with("/")) return {};
  std::vector<std::string> parts;
  const std::string whole = directory.empty() ? std::string(relative) : directory + "/" + std::string(relative);
  for (const std::string_view part : split(whole, '/')) {
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.emplace_back(part);
    } else if (parts.empty()) {
      return {};
    } else {
      parts.pop_back();
    }
  }
  return join(parts, "/");
}

template <class Item, class SameAs>
void put(std::vector<Item>& into, const Item& item, SameAs&& same) {
  const auto known = std::find_if(into.begin(), into.end(), [&](const Item& one) { return same(one, item); });
  if (known == into.end())
    into.push_back(item);
  else
    *known = item;
}

const auto kSameText = [](const ComposeText& a, const ComposeText& b) { return a.value == b.value; };

// Where a mount lands: what decides that one volume replaces another.
std::string_view mounted_at(std::string_view volume) {
  const auto parts = split(volume, ':');
  return parts.size() < 2 ? volume : parts[1];
}

// What `over` says goes before what `into` says; lists are added up, as the specification has it.
void merge_service(ComposeService& into, const ComposeService& over) {
  into.at = over.at;
  if (!over.image.value.empty()) into.image = over.image;
  if (!over.container_name.value.empty()) into.container_name = over.container_name;
  if (!over.healthcheck.value.empty()) into.healthcheck = over.healthcheck;
  if (!over.command.value.empty()) into.command = over.command;
  into.built = into.built || over.built;
  for (const ComposePort& port : over.ports)
    put(into.ports, port,
        [](const ComposePort& a, const ComposePort& b) { return a.text == b.text && a.host == b.host; });
  for (const ComposeVariable& variable : over.environment)
    put(into.environment, variable,
        [](const ComposeVariable& a, const ComposeVariable& b) { return a.name == b.name; });
  for (const ComposeDependency& dependency : over.depends_on)
    put(into.depends_on, dependency,
        [](const ComposeDependency& a, const ComposeDependency& b) { return a.service == b.service; });
  for (const ComposeText& file : over.env_files) put(into.env_files, file, kSameText);
  for (const ComposeText& network : over.networks) put(into.networks, network, kSameText);
  for (const ComposeText& volume : over.volumes)
    put(into.volumes, volume,
        [](const ComposeText& a, const ComposeText& b) { return mounted_at(a.value) == mounted_at(b.value); });
  if (!over.profiles.empty()) into.profiles = over.profiles;
}

void merge_model(ComposeModel& into, const ComposeModel& over) {
  for (const ComposeService& service : over.services) {
    const auto known = std::find_if(into.services.begin(), into.services.end(),
                                    [&](const ComposeService& one) { return one.name == service.name; });
    if (known == into.services.end())
      into.services.push_back(service);
    else
      merge_service(*known, service);
  }
  for (const ComposeText& network : over.networks) put(into.networks, network, kSameText);
  for (const ComposeText& volume : over.volumes) put(into.volumes, volume, kSameText);
  into.files.insert(into.files.end(), over.files.begin(), over.files.end());
  into.references.insert(into.references.end(), over.references.begin(), over.references.end());
  into.findings.insert(into.findings.end(), over.findings.begin(), over.findings.end());
}

// Reads files with what they extend and include.
class Loader {
 public:
  Loader(const ReadFile& read, const FindVariable& variable) : read_(read), variable_(variable) {}

  // Nothing for a file that is no compose file.
  const ComposeFile& load(const std::string& path) {
    const auto known = files_.find(path);
    if (known != files_.end()) return known->second;
    const std::string directory(directory_of(path));
    ComposeFile file =
        read_compose_file(path, read_(path), [&](std::string_view name) { return variable_(directory, name); });
    for (ComposeService& service : file.model.services)
      for (ComposeText& env_file : service.env_files) env_file.value = normal_path(directory, env_file.value);
    return files_.emplace(path, std::move(file)).first->second;
  }

  ComposeModel whole(const std::string& path, int depth = 0) {
    const ComposeFile file = load(path);
    ComposeModel out;
    const std::string directory(directory_of(path));
    if (depth < kDeepest)
      for (const ComposeText& include : file.includes) {
        const std::string included = normal_path(directory, include.value);
        if (included.empty() || read_(included).empty())
          out.findings.push_back({include.at, "includes '" + clip(include.value, 80) + "', which is not there"});
        else if (included != path && included_.insert({included, true}).second)
          merge_model(out, whole(included, depth + 1));
      }
    ComposeModel own = file.model;
    for (ComposeService& service : own.services) service = extended(file, path, service.name, 0);
    merge_model(out, own);
    return out;
  }

 private:
  ComposeService extended(const ComposeFile& file, const std::string& path, const std::string& name, int depth) {
    const ComposeService* own = file.model.service(name);
    if (own == nullptr) return {};
    const auto extends = std::find_if(file.extends.begin(), file.extends.end(),
                                      [&](const ComposeExtends& one) { return one.service == name; });
    if (extends == file.extends.end() || depth >= kDeepest) return *own;
    const std::string other =
        extends->file.empty() ? path : normal_path(std::string(directory_of(path)), extends->file);
    if (other.empty()) return *own;
    ComposeService out = extended(ComposeFile(load(other)), other, extends->base, depth + 1);
    out.depends_on.clear();  // not taken over, nor are profiles
    out.profiles.clear();
    out.name = name;
    merge_service(out, *own);
    return out;
  }

  const ReadFile& read_;
  const FindVariable& variable_;
  std::map<std::string, ComposeFile> files_;
  std::map<std::string, bool> included_;
};

// "docker-compose.prod.yml" → "prod"; "compose.override.yaml" → "override".
std::string variant_of(std::string_view path) {
  std::string name = to_lower(base_name(path));
  name = name.substr(0, name.rfind('.'));
  for (const std::string_view stem : {"docker-compose", "compose"})
    if (name.starts_with(stem)) {
      name = name.substr(stem.size());
      while (!name.empty() && !is_alnum(name.front())) name.erase(name.begin());
      return name;
    }
  return name;
}

// Whether a service could be started from this file alone.
bool stands_alone(const ComposeFile& file) {
  return std::all_of(file.model.services.begin(), file.model.services.end(), [&](const ComposeService& service) {
    return service.built || !service.image.value.empty() ||
           std::any_of(file.extends.begin(), file.extends.end(),
                       [&](const ComposeExtends& one) { return one.service == service.name; });
  });
}

}  // namespace

const ComposeVariable* ComposeService::variable(std::string_view variable_name) const {
  const auto found = std::find_if(environment.begin(), environment.end(),
                                  [&](const ComposeVariable& one) { return one.name == variable_name; });
  return found == environment.end() ? nullptr : &*found;
}

const ComposeService* ComposeModel::service(std::string_view name) const {
  const auto found =
      std::find_if(services.begin(), services.end(), [&](const ComposeService& one) { return one.name == name; });
  return found == services.end() ? nullptr : &*found;
}

bool is_compose_file(std::string_view path) {
  const std::string name = to_lower(base_name(path));
  if (!name.ends_with(".yml") && !name.ends_with(".yaml")) return false;
  for (const std::string_view stem : {"docker-compose", "compose"})
    if (name.starts_with(stem) && !is_alnum(name[stem.size()])) return true;
  return false;
}

std::vector<ComposeModel> read_compose(const std::vector<std::string>& paths, const ReadFile& read,
                                       const FindVariable& variable) {
  std::map<std::string, std::map<std::string, std::string>> projects;  // directory → variant → path
  for (const std::string& path : paths) {
    if (!is_compose_file(path)) continue;
    std::string& chosen = projects[std::string(directory_of(path))][variant_of(path)];
    // compose.yaml goes before compose.yml and both before docker-compose.yml.
    const auto rank = [](const std::string& one) {
      return std::pair(base_name(one).starts_with("docker"), one.ends_with(".yml"));
    };
    if (chosen.empty() || rank(path) < rank(chosen)) chosen = path;
  }
  std::vector<ComposeModel> out;
  for (const auto& [directory, variants] : projects) {
    const auto base = variants.find("");
    for (const auto& [variant, path] : variants) {
      if (variant == "override" && base != variants.end()) continue;
      Loader loader(read, variable);
      if (!loader.load(path).is_compose) continue;
      ComposeModel model;
      if (!variant.empty() && base != variants.end() && !stands_alone(loader.load(path)))
        model = loader.whole(base->second);
      merge_model(model, loader.whole(path));
      if (const auto over = variants.find("override"); variant.empty() && over != variants.end())
        merge_model(model, loader.whole(over->second));
      model.directory = directory;
      model.variant = variant;
      out.push_back(std::move(model));
    }
  }
  return out;
}

std::string_view image_name(std::string_view image) {
  image = base_name(image.substr(0, image.find('@')));
  return image.substr(0, image.find(':'));
}

}  // namespace fingerpost
