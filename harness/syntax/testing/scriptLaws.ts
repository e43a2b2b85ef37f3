import type { Laws } from "./laws.ts";

const ruby: Laws = {
  language: "ruby",
  comment: "# why",
  source: `require 'json'
require_relative 'cart'

# A shelf.
module Shop
  class Shelf < Base
    LIMIT = 10
    attr_reader :items, :size
    @@made = 0
    def initialize(items, amount = 1, *rest, key: 2, **opts, &block)
      @items = items
      @amount = amount
    end
    def self.build(x) = new([x])
    # Adds.
    def total(first)
      sum = 0
      low, high = pair
      @items.each_with_index do |item, i|
        next unless item.price > 0 && i < LIMIT
        sum += item.price * 2
      end
      items.map { |part| part.name }.each(&:run)
      begin
        open("f")
      rescue IOError, Fault => e
        raise ArgumentError, "bad #{e.message} #{sum}"
      end
      twice = ->(q) { q + 1 }
      table = { a: 1, :b => 2, sum: sum }
      return self.total(first) if full? and not sum.nil?
      (sum)
    end
    def full?; @size ||= 3; end
  end
end
Shop::Shelf.build(1).total(2)
`,
  own: "Shop Shelf LIMIT items size made rest key opts block amount build x total first low high item i part e twice q table",
  same: [
    [
      "order of imports",
      "require 'json'\nrequire_relative 'cart'",
      "require_relative 'cart'\nrequire 'json'",
    ],
    ["quotes", "'json'", '"json"'],
    ["style of blocks", "{ |part| part.name }", "do |part| part.name end"],
    ["style of keys", ":b => 2", "b: 2"],
    ["shorthand of values", "sum: sum", "sum:"],
    ["brackets of a call", 'open("f")', 'open "f"'],
    ["brackets", "      (sum)\n", "      sum\n"],
  ],
  different: [
    ["operator", "item.price * 2", "item.price / 2"],
    ["number", "LIMIT = 10", "LIMIT = 11"],
    ["method of the world", "each_with_index", "each_slice"],
    ["missing statement", "        sum += item.price * 2\n", ""],
    ["exception", "rescue IOError, Fault", "rescue Fault"],
    ["condition", "next unless", "next if"],
    ["key", "a: 1", "c: 1"],
    ["library", "'json'", "'yaml'"],
    ["symbol", "&:run", "&:stop"],
  ],
};

const php: Laws = {
  language: "php",
  comment: "// why",
  source: `<?php
namespace Shop\\Cart;
use Vendor\\Item;
use Vendor\\{A, B as C};
/** A shelf. */
final class Shelf extends Base implements Seller
{
    const LIMIT = 10;
    private array $items = [];
    public static int $made = 0;
    public function __construct(private readonly int $size, ?array $given = null) { $this->items = $given; }
    /** Adds. */
    public function total(Item $first, int ...$rest): int
    {
        $sum = 0;
        foreach ($this->items as $key => $item) {
            if ($item->price > 0) $sum += $item->price * 2;
            elseif ($key === 'a') { continue; }
            else { $sum--; }
        }
        for ($i = 0; $i < self::LIMIT; $i++) { $this->put($i); static::$made++; }
        $twice = fn($z) => $z + 1;
        $all = function (int $y) use ($sum, &$twice) { return $y + $sum; };
        try { fopen("f", 'r'); } catch (IOException | Fault $e) { throw new Error("bad {$e->message} $sum"); }
        echo strlen("x"), Shelf::build(1), array_map(null, array(1, 2)), count($this->items);
        return match(true) { $sum > 1 => ($sum), default => $this->size };
    }
    private function put($count) { $count = count($count); }
    static function build($amount) {}
}
enum Color: string { case Red = 'r'; }
function helper($arg) { return helper(Color::Red, $arg); }
`,
  own: "C Shelf LIMIT items made size given total first rest sum key item i twice z all y e amount build put Color Red helper arg",
  same: [
    [
      "order of imports",
      "use Vendor\\Item;\nuse Vendor\\{A, B as C};",
      "use Vendor\\{B as C, A};\nuse Vendor\\Item;",
    ],
    ["quotes", "'a'", '"a"'],
    ["style of arrays", "array(1, 2)", "[1, 2]"],
    ["braces around one statement", "{ $sum--; }", "$sum--;"],
    ["brackets", "($sum),", "$sum,"],
    ["doc comments", "/** Adds. */", ""],
    [
      "names of variables that are functions too",
      "private function put($count) { $count = count($count); }",
      "private function put($n) { $n = count($n); }",
    ],
  ],
  different: [
    ["operator", "$item->price * 2", "$item->price / 2"],
    ["comparison", "===", "=="],
    ["number", "LIMIT = 10", "LIMIT = 11"],
    ["function of the world", "strlen", "trim"],
    ["import", "Vendor\\Item", "Vendor\\Thing"],
    ["missing statement", "continue;", ""],
    ["capture by value", "&$twice", "$twice"],
    ["type", "private array", "private iterable"],
    ["meaning of a quote", '{$e->message} $sum"', '{$e->message}$sum"'],
  ],
};

const shell: Laws = {
  language: "shell",
  comment: "# why",
  source: `#!/usr/bin/env bash
set -euo pipefail
source ./lib.sh
readonly limit=10
export TOKEN=abc
declare -a items=(a b c)
total=0
count_all() {
  local first=$1 rest="\${2:-x}"
  for item in "\${items[@]}"; do
    if [[ $item == "a" && -f "$first" ]]; then
      total=$((total + 2 * limit))
      echo "n: $item \${total} $rest" >> out.txt 2>&1
    elif [ "$x" -gt 3 ]; then continue; else break; fi
  done
  while read -r line; do grep -q 'foo' <<< "$line" | sort; done < file
  case "$first" in a|b) rm -rf x ;; *) exit 1 ;; esac
  for ((i = 0; i < limit; i++)); do echo $(date); done
}
function other { return 0; }
count_all "$(pwd)" a && other || true
LEVEL=/x cmd --flag
cat <<EOT
hello $total and $rest
EOT
`,
  own: "limit items total count_all first rest item line i other",
  same: [
    ["style of functions", "function other {", "other() {"],
    ["quotes", "'foo'", '"foo"'],
    ["braces of a variable", "${total} ", "$total "],
    ["white space between words", "echo $(date)", "echo   $(date)"],
    ["white space before variables", "[[ $item", "[[   $item"],
    ["backticks", "$(date)", "`date`"],
    ["lines instead of semicolons", "do echo $(date); done", "do\n    echo $(date)\n  done"],
  ],
  different: [
    ["operator", "total + 2", "total - 2"],
    ["number", "limit=10", "limit=11"],
    ["command", "sort", "uniq"],
    ["option", "rm -rf", "rm -r"],
    ["missing statement", "set -euo pipefail\n", ""],
    ["variable of the environment", "TOKEN", "TICKET"],
    ["variable of a child process", "LEVEL", "STAGE"],
    ["redirection", ">> out.txt", "> out.txt"],
    ["here-document", "hello", "goodbye"],
    ["white space in a string", "$item ${total}", "$item${total}"],
    ["list operator", "&& other", "|| other"],
    ["quoting of a variable", '-f "$first"', "-f $first"],
    ["default", "2:-x", "2:-y"],
  ],
};

/** Laws of the languages without declared types. */
export const scriptLaws: readonly Laws[] = [ruby, php, shell];
