#include "probes/listeners.h"

#include <dirent.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <unordered_map>

#include "base/text.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostListeners = 10'000;
constexpr int kMostProcesses = 20'000;
constexpr int kMostDescriptors = 200'000;

std::uint64_t number_in(std::string_view text, int base) {
  std::uint64_t out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out, base);
  return out;
}

struct Found {
  PortListener listener;
  std::uint64_t inode = 0;
};

// "  0: 0100007F:1539 00000000:0000 0A … inode": https://www.kernel.org/doc/Documentation/networking/proc_net_tcp.txt
bool read_table(const char* path, bool six, std::vector<Found>& out) {
  std::ifstream in(path);
  if (!in) return false;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line) && out.size() < kMostListeners) {
    std::vector<std::string_view> words;
    for (const std::string_view word : split(line, ' '))
      if (!word.empty()) words.push_back(word);
    if (words.size() < 10 || words[3] != "0A") continue;
    const std::size_t colon = words[1].find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view address = words[1].substr(0, colon);
    Found found;
    found.listener.port = static_cast<int>(number_in(words[1].substr(colon + 1), 16));
    found.listener.any_address = address.find_first_not_of('0') == std::string_view::npos;
    found.listener.six = six;
    found.inode = number_in(words[9], 10);
    out.push_back(std::move(found));
  }
  return true;
}

struct CloseDirectory {
  void operator()(DIR* directory) const { ::closedir(directory); }
};
using Directory = std::unique_ptr<DIR, CloseDirectory>;

// Looks through the descriptors of every process that this user may see.
void find_owners(std::vector<Found>& found) {
  std::unordered_map<std::uint64_t, std::vector<PortListener*>> by_inode;
  for (Found& one : found) by_inode[one.inode].push_back(&one.listener);
  const Directory processes(::opendir("/proc"));
  if (!processes) return;
  int descriptors = 0;
  int seen = 0;
  while (const dirent* entry = ::readdir(processes.get())) {
    if (!is_digit(entry->d_name[0])) continue;
    if (++seen > kMostProcesses || descriptors > kMostDescriptors) return;
    const std::string base = std::string("/proc/") + entry->d_name;
    const Directory open_files(::opendir((base + "/fd").c_str()));
    if (!open_files) continue;
    std::string command;
    while (const dirent* file = ::readdir(open_files.get())) {
      ++descriptors;
      std::array<char, 64> link{};
      const auto size = ::readlink((base + "/fd/" + file->d_name).c_str(), link.data(), link.size() - 1);
      if (size <= 0) continue;
      std::string_view text(link.data(), static_cast<std::size_t>(size));
      if (!text.starts_with("socket:[")) continue;
      const auto owned = by_inode.find(number_in(text.substr(8), 10));
      if (owned == by_inode.end()) continue;
      if (command.empty()) std::getline(std::ifstream(base + "/comm"), command);
      for (PortListener* listener : owned->second) {
        if (listener->process != 0) continue;  // the parent, which comes first, is who started it
        listener->process = std::atoi(entry->d_name);
        listener->command = command;
      }
    }
  }
}

}  // namespace

std::string PortListener::owner() const {
  return process == 0 ? std::string("a process of another user") : fmt::format("process {} ({})", process, command);
}

const PortListener* Listeners::on(int port) const {
  const auto found = std::find_if(all.begin(), all.end(), [&](const PortListener& one) { return one.port == port; });
  return found == all.end() ? nullptr : &*found;
}

std::vector<int> Listeners::ports_of(const std::string& command) const {
  std::vector<int> out;
  for (const PortListener& one : all)
    if (one.command == command && std::find(out.begin(), out.end(), one.port) == out.end()) out.push_back(one.port);
  return out;
}

Listeners read_listeners() {
  std::vector<Found> found;
  Listeners out;
  const bool four = read_table("/proc/net/tcp", false, found);
  out.known = read_table("/proc/net/tcp6", true, found) || four;
  find_owners(found);
  for (Found& one : found) out.all.push_back(std::move(one.listener));
  std::stable_sort(out.all.begin(), out.all.end(),
                   [](const PortListener& a, const PortListener& b) { return a.port < b.port; });
  return out;
}

}  // namespace fingerpost
