import type { EvidenceId, MechanismId } from "./types.ts";

/** What a finding adds to the scores of mechanisms; mechanisms that it says nothing about are left out. */
export type Weights = Readonly<Partial<Record<MechanismId, number>>>;

type WeighedQuestion = {
  readonly question: string;
  /** why the weights are as they are */
  readonly why: string;
  readonly yes: Weights;
  readonly no: Weights;
};

/*
 * The table of evidence. Weights are rough natural log-odds: 1 makes a mechanism about 3 times as likely as before, 2 about
 * 7 times, 5 decides. They follow from what each mechanism is (DESIGN 8) and were written down before any run was looked at.
 * "no" weighs less than "yes", because not having seen something is weaker than having seen it, except for a mechanism that
 * cannot be there without it. "unclear" weighs nothing.
 */
export const evidenceTable: Readonly<Record<EvidenceId, WeighedQuestion>> = {
  "sticks-to-session": {
    question: "Does divergence stick to sessions?",
    why: "Noise does not stick. Slices, updates and betas are drawn per process or device; churn is the same for everybody.",
    yes: {
      "traffic-slicing": 2,
      "idle-bug": 1,
      "system-prompt": 1,
      "mid-session-update": 1,
      "beta-gated": 1,
      "prompt-churn": -1,
      "noise-only": -5,
    },
    no: {
      "traffic-slicing": -2,
      "idle-bug": -0.5,
      "system-prompt": -2,
      "mid-session-update": -1.5,
      "beta-gated": -1.5,
      "noise-only": 2,
    },
  },
  "sticks-to-device": {
    question: "Does it stick to the device, though every replay has a new process?",
    why: "A client's prompt is usually chosen by device, slices may be; a bug of a session, an update and a beta draw anew with the process.",
    yes: {
      "traffic-slicing": 1,
      "system-prompt": 2,
      "idle-bug": -1.5,
      "mid-session-update": -1,
      "beta-gated": -1,
      "noise-only": -5,
    },
    no: { "system-prompt": -1 },
  },
  "onset-in-session": {
    question: "Are sessions healthy first and degraded later?",
    why: "What is drawn when a session begins is there from its first replay on; a bug caught by idling and an update are not.",
    yes: {
      "idle-bug": 1,
      "mid-session-update": 2,
      "traffic-slicing": -1.5,
      "system-prompt": -1.5,
      "beta-gated": -0.5,
      "noise-only": -3,
    },
    no: {
      "traffic-slicing": 0.5,
      "system-prompt": 0.5,
      "idle-bug": -0.5,
      "mid-session-update": -1.5,
    },
  },
  "after-idling": {
    question: "Does it follow a pause of the session?",
    why: "The mark of the idle bug; no other mechanism knows of pauses.",
    yes: {
      "idle-bug": 5,
      "traffic-slicing": -1.5,
      "system-prompt": -1.5,
      "mid-session-update": -1.5,
      "beta-gated": -1.5,
      "prompt-churn": -1.5,
      "noise-only": -5,
    },
    no: { "idle-bug": -3 },
  },
  "onset-at-one-time": {
    question: "Do running sessions turn bad at one moment of the calendar?",
    why: "The mark of an update that reaches sessions while they run.",
    yes: {
      "mid-session-update": 5,
      "traffic-slicing": -1,
      "idle-bug": -1.5,
      "beta-gated": -0.5,
      "noise-only": -5,
    },
    no: { "mid-session-update": -1 },
  },
  "rate-differs-by-wave": {
    question: "Do some waves diverge more than others?",
    why: "Updates and churn begin at a time, experiments have schedules; the others are there all the time.",
    yes: {
      "traffic-slicing": 0.5,
      "mid-session-update": 1,
      "prompt-churn": 1,
      "system-prompt": -0.5,
      "idle-bug": -1,
      "beta-gated": -0.5,
      "noise-only": -4,
    },
    no: { "mid-session-update": -1.5, "prompt-churn": -2 },
  },
  "way-differs-by-wave": {
    question: "Is another way the usual one in some waves, for nearly everybody?",
    why: "The mark of a prompt that changes for all; everything else leaves the majority on the usual way.",
    yes: {
      "prompt-churn": 5,
      "traffic-slicing": -2,
      "idle-bug": -2,
      "system-prompt": -2,
      "mid-session-update": -1,
      "beta-gated": -2,
      "noise-only": -5,
    },
    no: { "prompt-churn": -4 },
  },
  "divergers-agree": {
    question: "Do the diverging replays agree on one other way?",
    why: "Another prompt gives another consistent way; a worse model, or a session that lost something, goes wrong in many ways.",
    yes: {
      "system-prompt": 2,
      "prompt-churn": 1,
      "traffic-slicing": -2,
      "idle-bug": -1,
      "mid-session-update": -1,
      "beta-gated": -1,
    },
    no: {
      "system-prompt": -3,
      "prompt-churn": -2,
      "traffic-slicing": 0.5,
      "idle-bug": 0.5,
      "mid-session-update": 0.5,
      "beta-gated": 0.5,
    },
  },
  "less-after-restart": {
    question: "Do strategies that restart before every replay diverge less?",
    why: "A restart draws anew and does not lower a rate; it does end whatever a session only catches with age or idleness.",
    yes: {
      "idle-bug": 1.5,
      "traffic-slicing": -1,
      "system-prompt": -1,
      "beta-gated": -0.5,
      "prompt-churn": -1,
    },
    no: { "idle-bug": -1 },
  },
  "less-without-betas": {
    question: "Do strategies that suppress betas diverge less?",
    why: "The mark of a beta-gated behaviour; nothing else looks at betas.",
    yes: {
      "beta-gated": 5,
      "traffic-slicing": -2,
      "idle-bug": -1,
      "system-prompt": -2,
      "mid-session-update": -2,
      "prompt-churn": -2,
      "noise-only": -4,
    },
    no: { "beta-gated": -3 },
  },
  "less-when-pinned": {
    question: "Do strategies with a pinned version diverge less?",
    why: "Something tied to a version: an update, or a prompt that only newer clients get. Pins come with recycling, which cures age and idleness.",
    yes: { "mid-session-update": 1, "system-prompt": 0.5, "idle-bug": 0.5, "prompt-churn": -0.5 },
    no: {},
  },
  "less-with-fresh-identity": {
    question: "Do strategies with a fresh identity diverge less than those that only restart?",
    why: "What sticks to a device by being chosen again for a known one; a plain draw by device does not get rarer.",
    yes: { "system-prompt": 1, "traffic-slicing": 0.5, "noise-only": -2 },
    no: {},
  },
  "clear-recovers": {
    question: "Does /clear make a degraded session healthy?",
    why: "What /clear ends sat in the conversation, or was chance.",
    yes: {
      "traffic-slicing": -1,
      "system-prompt": -2,
      "mid-session-update": -1,
      "beta-gated": -1,
      "noise-only": 1,
    },
    no: {
      "traffic-slicing": 0.5,
      "idle-bug": 0.5,
      "system-prompt": 0.5,
      "mid-session-update": 0.5,
      "beta-gated": 0.5,
      "noise-only": -2,
    },
  },
  "restart-recovers": {
    question: "Does a new process on the same device recover?",
    why: "What sits in the process ends with it; what is chosen by device, or is everybody's, does not.",
    yes: {
      "traffic-slicing": 1,
      "idle-bug": 1,
      "mid-session-update": 0.5,
      "beta-gated": 0.5,
      "system-prompt": -1.5,
      "prompt-churn": -2,
    },
    no: { "system-prompt": 1, "prompt-churn": 1, "traffic-slicing": -0.5, "idle-bug": -1.5 },
  },
  "no-betas-recovers": {
    question: "Does a new process without betas recover?",
    why: "It always does when betas are the gate. It does elsewhere too, because the process is new: only a no is telling.",
    yes: { "beta-gated": 0.5, "system-prompt": -1 },
    no: { "beta-gated": -3, "system-prompt": 0.5 },
  },
  "pin-recovers": {
    question: "Does a new process of the pinned version recover?",
    why: "As for a restart; a no says that the version does not matter.",
    yes: { "system-prompt": -1 },
    no: { "system-prompt": 0.5, "prompt-churn": 0.5 },
  },
  "fresh-identity-recovers": {
    question: "Does a new process with a fresh identity recover?",
    why: "What is chosen by device ends with the identity; what is everybody's does not.",
    yes: { "system-prompt": 0.5, "traffic-slicing": 0.5, "prompt-churn": -2 },
    no: { "prompt-churn": 1, "system-prompt": -1, "traffic-slicing": -1 },
  },
  "tied-to-betas": {
    question: "Does it go with betas that some replays of one strategy sent and others did not?",
    why: "Then betas are where to look. When all sent the same, nothing follows.",
    yes: { "beta-gated": 3, "noise-only": -3 },
    no: {},
  },
  "tied-to-prompt": {
    question: "Does it go with a system prompt, tool description or reminder of the client?",
    why: "Then the client's prompt is the experiment, or it changed in between.",
    yes: { "system-prompt": 2.5, "prompt-churn": 1.5, "noise-only": -3 },
    no: {},
  },
  "tied-to-version": {
    question: "Does it go with the client's version, within one strategy?",
    why: "A client that updated itself while the run went on.",
    yes: { "mid-session-update": 3, "noise-only": -3 },
    no: {},
  },
};

/** Names as reports print them. */
export const mechanismNames: Readonly<Record<MechanismId, string>> = {
  "traffic-slicing": "traffic slicing",
  "idle-bug": "a session-sticky bug after idling",
  "system-prompt": "a system-prompt experiment",
  "mid-session-update": "an update in the middle of sessions",
  "beta-gated": "beta-gated behaviour",
  "prompt-churn": "prompt-version churn",
  "noise-only": "nothing sticky (noise only)",
};
