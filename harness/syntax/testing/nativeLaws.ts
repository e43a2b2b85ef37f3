import type { Laws } from "./laws.ts";

const cpp: Laws = {
  language: "cpp",
  comment: "// why",
  source: `#include <vector>
#include "cart.h"
#define LIMIT 10
#define TWICE(arg) ((arg) * 2)
using Alias = std::vector<int>;
namespace shop {
/** A shelf. */
template <typename T, int N = 3>
class Shelf : public Base {
 public:
  explicit Shelf(const std::vector<T>& given) : items_(given), count{0} {}
  ~Shelf() = default;
  int total(int first = 1) const;
  bool operator==(const Shelf& other) const { return items_ == other.items_; }
 private:
  std::vector<T> items_;
  int count, *next;
};
enum class Color { Red, Green = 2 };
struct Point { int left; int top; };
}
int shop::Shelf::total(int first) const {
  int sum = 0, rest[3];
  auto add = [&sum, this](int x) { return x + sum; };
  for (const auto& [key, value] : items_) { if (value > 0) sum += value; else { sum--; } }
  for (int i = 0; i < LIMIT; ++i) this->count += add(i);
  try { open("f"); } catch (const std::exception& e) { throw; }
  Point* place = new Point{1, 2};
  place->left = Color::Red == 1 ? 1 : (2);
  goto done;
done:
  return std::max(sum, TWICE(first));
}
`,
  own: "LIMIT TWICE arg Alias shop T N Shelf given items_ count total first other next Color Red Green Point left top sum rest add x key value i e place done",
  same: [
    [
      "order of imports",
      '#include <vector>\n#include "cart.h"',
      '#include "cart.h"\n#include <vector>',
    ],
    ["doc comments", "/** A shelf. */", ""],
    ["braces around one statement", "{ sum--; }", "sum--;"],
    ["brackets", "(2);", "2;"],
    ["white space", "int sum = 0, rest[3];", "int sum=0,\n      rest[3];"],
    ["white space in a macro", "((arg) * 2)", "( (arg)*2 )"],
  ],
  different: [
    ["operator", "x + sum", "x - sum"],
    ["operator of a macro", "(arg) * 2", "(arg) + 2"],
    ["number", "LIMIT 10", "LIMIT 11"],
    ["function of the world", "std::max", "std::min"],
    ["header", "<vector>", "<list>"],
    ["missing statement", "sum--;", ""],
    ["reference", "const auto& [", "const auto ["],
    ["access", " private:", " public:"],
    ["pointer", "place->left", "place.left"],
  ],
};

const c: Laws = {
  language: "c",
  comment: "/* why */",
  source: `#include <stdio.h>
#include "cart.h"
#ifndef LIMIT
#define LIMIT 10
#endif
typedef struct point { int left; int *top; } point_t;
enum color { RED, GREEN = 2 };
static int (*callback)(int, char *);
static int total(struct point *place, char name[], int (*fn)(int)) {
  int sum = 0;
  struct stat info;
  for (int i = 0; i < LIMIT; i++) {
    if (place->left > i) sum += fn(i) * 2;
    else { continue; }
  }
  while (sum > 3) sum--;
  if (stat(name, &info) != 0) goto fail;
  switch (sum) { case RED: printf("%d", info.st_size); break; default: return (1); }
  return total(place, name, fn);
fail:
  return -1;
}
`,
  own: "LIMIT point left top point_t color RED GREEN callback total place name fn sum info i fail",
  same: [
    [
      "order of imports",
      '#include <stdio.h>\n#include "cart.h"',
      '#include "cart.h"\n#include <stdio.h>',
    ],
    ["braces around one statement", "sum--;", "{ sum--; }"],
    ["brackets", "(1)", "1"],
    ["white space", "int sum = 0;", "int\n  sum=0 ;"],
  ],
  different: [
    ["operator", "fn(i) * 2", "fn(i) + 2"],
    ["number", "LIMIT 10", "LIMIT 11"],
    ["function of the world", "printf", "puts"],
    ["type of the world", "struct stat info", "struct other info"],
    ["field of the world", "st_size", "st_mode"],
    ["missing statement", " break;", ""],
    ["address", "&info", "info"],
    ["string", '"%d"', '"%u"'],
  ],
};

const css: Laws = {
  language: "css",
  comment: "/* why */",
  source: `@import url("x.css");
:root { --main: #fff; --gap: 3px }
.card > a:hover::before, #id[data-x="y"] {
  color: var(--main);
  margin: 0 auto 2.5em -1px;
  background: url("a.png") no-repeat !important;
  width: calc(100% - 2 * var(--gap));
}
@media (min-width: 600px) and (max-width: 900px) { .card { color: red; } }
@keyframes spin { from { opacity: 0 } 50% { opacity: .5 } to { opacity: 1 } }
`,
  own: "",
  same: [
    ["white space", "{ color: red; }", "{\n  color:red\n}"],
    ["quotes", '"a.png"', "'a.png'"],
    ["last semicolon", "--gap: 3px }", "--gap: 3px; }"],
  ],
  different: [
    ["class", ".card", ".cart"],
    ["custom property", "--gap", "--gape"],
    ["number", "2.5em", "2.6em"],
    ["unit", "600px", "600em"],
    ["colour", "#fff", "#ffe"],
    ["combinator", ".card > a", ".card a"],
    ["pseudo-class", ":hover", ":focus"],
    ["missing declaration", "color: var(--main);", ""],
    ["order of declarations", "from { opacity: 0 }", "from { x: 1; opacity: 0 }"],
    ["weight", " !important", ""],
    ["operator", "100% - 2", "100% + 2"],
  ],
};

/** Laws of C++, C and CSS. */
export const nativeLaws: readonly Laws[] = [cpp, c, css];
