// Pasted text of any kind: reading it ends, stays within its limits, and masking is idempotent.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/text.h"
#include "troubleshooting-index/mask.h"
#include "troubleshooting-index/message.h"
#include "troubleshooting-index/template_miner.h"

static void hold(bool so, const char* what) {
  if (so) return;
  std::fprintf(stderr, "not so: %s\n", what);
  std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const fingerpost::Lines lines(text);
  for (int i = 1; i <= lines.count(); ++i) {
    const std::string masked = fingerpost::mask_variables(lines.line(i));
    hold(fingerpost::mask_variables(masked) == masked, "masking twice changes nothing");
  }
  const fingerpost::Message message = fingerpost::read_message(text);
  hold(message.lines.size() <= 12, "few lines are chosen");
  double last = 1;
  for (const fingerpost::MessageLine& line : message.lines) {
    hold(line.number >= 1 && line.number <= lines.count(), "a chosen line is one of the text");
    hold(line.weight <= last && line.weight >= 0, "the heaviest line comes first");
    last = line.weight;
  }
  fingerpost::TemplateMiner whole;
  whole.feed(text);
  fingerpost::TemplateMiner cut;
  cut.feed(std::string_view(text).substr(0, size / 2));
  cut.feed(std::string_view(text).substr(size / 2));
  const auto a = whole.finish();
  const auto b = cut.finish();
  hold(a.size() == b.size(), "chunks change nothing");
  for (std::size_t i = 0; i < a.size(); ++i)
    hold(a[i].masked == b[i].masked && a[i].count == b[i].count, "chunks change no problem");
  return 0;
}

std::vector<std::string> fuzz_seeds() {
  return {
      "web-1  | 2024-03-05 11:22:33.444555 E | op: failed [errno 110] 10.2.3.4:5432\n",
      "Traceback (most recent call last):\n  File \"/a/b.py\", line 1, in x\n    raise X\nKeyError: 'x'\n",
      "{\"level\":\"error\",\"msg\":\"x\",\"err\":\"dial tcp: i/o timeout\"}\nts=1 level=error msg=\"a \\\" b\" "
      "err=c\n",
      "Caused by: java.net.ConnectException: Connection refused\n\tat a.b(C.java:1)\n... 4 more\n",
      "[FIRING:1] DiskFull (x)\nannotations: summary = full\n-> who looks after this\n",
      "E0305 11:22:33.444555 1 c.go:75] postgres://u:p@h:5432/d?x=1 0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d 0x7f 5m30s\n",
      "NAME   READY   STATUS\nx-6c5f9d7b44-hk2xt   0/1   CrashLoopBackOff\n  health: HEALTH_WARN\n     too few\n",
      "web-1  | 302u::::A:::4-::n::0{ )\n",
      "u::::A::::::::::::::::::::::::::::::::::::::bdae\"y: ed\n6",
      "\x1b[31mred\x1b[0m \x1b]8;;x\x07 a\rb `x' \"y\" ::1 1.2.3 12 MB /a/b/c.d\n",
  };
}
