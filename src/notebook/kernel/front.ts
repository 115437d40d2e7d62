/**
 * The kernel's front: a worker thread that owns all sockets, so that heartbeats, interrupts and
 * shutdown are answered, and output flows, while a cell keeps the main thread busy.
 */
import { rmSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";

import { Publisher, Reply, Router } from "zeromq";

import { endpoint } from "../protocol/connection.js";
import { createMessage, type JsonObject, type Message } from "../protocol/message.js";
import { SocketSender } from "../protocol/sender.js";
import { decodeMessage, encodeMessage } from "../protocol/wire.js";
import type { FrontSetup, ToFront, ToSession } from "./bridge.js";
import { Interrupter } from "./interrupter.js";
import { StreamBuffer } from "./stream-buffer.js";

const setup = workerData as FrontSetup;
const { connection } = setup;
const sessionId = createMessage({ type: "", session: "", content: {} }).header.msg_id;
/** No limit on queued messages (a publisher drops what is over it) and a short wait at the end. */
const socketOptions = { sendHighWaterMark: 0, receiveHighWaterMark: 0, linger: 1000 };
const iopub = new Publisher({ sendHighWaterMark: 0, linger: 1000 });
const shell = new Router(socketOptions);
const control = new Router(socketOptions);
const stdin = new Router(socketOptions);
const heartbeat = new Reply();
const senders = {
  iopub: new SocketSender(iopub),
  shell: new SocketSender(shell),
  control: new SocketSender(control),
};
const interrupter = new Interrupter(setup.phase, tellSession);
const streams = new StreamBuffer(({ content, parent }) => publish("stream", content, parent));

function tellSession(message: ToSession): void {
  parentPort!.postMessage(message);
}

function publish(
  type: string,
  content: JsonObject,
  parent: Message["parent"],
  metadata?: JsonObject,
): void {
  const identities = [Buffer.from(`kernel.${sessionId}.${type}`)];
  const parts = { type, session: sessionId, content, parent, identities };
  const message = createMessage(metadata === undefined ? parts : { ...parts, metadata });
  senders.iopub.push(encodeMessage(connection.key, message));
}

function reply(
  channel: "shell" | "control",
  request: Message,
  type: string,
  content: JsonObject,
): void {
  const { identities, header } = request;
  const message = createMessage({ type, session: sessionId, content, parent: header, identities });
  senders[channel].push(encodeMessage(connection.key, message));
}

function onSessionMessage(message: ToFront): void {
  switch (message.kind) {
    case "publish":
      if (message.type === "stream") {
        const { name, text } = message.content as { name: string; text: string };
        streams.write(name, text, message.parent);
        return;
      }
      streams.flush();
      publish(message.type, message.content, message.parent, message.metadata);
      return;
    case "reply":
      streams.flush();
      reply(message.channel, message.request, message.type, message.content);
      return;
    case "barrier":
      setImmediate(() => tellSession({ kind: "barrier" }));
  }
}

/** Decodes what arrives on a router and hands it on; a message that is not one is passed over. */
async function receive(channel: "shell" | "control", socket: Router): Promise<void> {
  for await (const frames of socket) {
    let message: Message;
    try {
      message = decodeMessage(connection.key, frames);
    } catch {
      continue;
    }
    onClientMessage(channel, message);
  }
}

function onClientMessage(channel: "shell" | "control", message: Message): void {
  const type = message.header.msg_type;
  if (type !== "interrupt_request" && type !== "shutdown_request") {
    tellSession({ kind: "request", channel, message });
    return;
  }
  publish("status", { execution_state: "busy" }, message.header);
  if (type === "interrupt_request") {
    interrupter.interrupt();
    reply(channel, message, "interrupt_reply", { status: "ok" });
  } else {
    streams.flush();
    reply(channel, message, "shutdown_reply", {
      status: "ok",
      restart: message.content.restart === true,
    });
  }
  publish("status", { execution_state: "idle" }, message.header);
  if (type === "shutdown_request") void endProcess();
}

/** Sends what is queued, asks the other thread to exit, and ends the process if it does not. */
async function endProcess(): Promise<void> {
  await Promise.all(Object.values(senders).map((sender) => sender.drained()));
  for (const socket of [iopub, shell, control, stdin, heartbeat]) socket.close();
  setTimeout(() => tellSession({ kind: "shutdown" }), 50);
  setTimeout(() => process.kill(process.pid, "SIGKILL"), 1500);
}

async function answerHeartbeats(): Promise<void> {
  for await (const frames of heartbeat) await heartbeat.send(frames);
}

/** A kernel whose starter has gone would run for ever unseen. */
function watchParent(parentProcess: number): void {
  const timer = setInterval(() => {
    if (process.ppid === parentProcess) return;
    const { temporaryFolder } = setup;
    if (temporaryFolder !== undefined) rmSync(temporaryFolder, { recursive: true, force: true });
    process.kill(process.pid, "SIGKILL");
  }, 1000);
  timer.unref();
}

parentPort!.on("message", onSessionMessage);
await Promise.all([
  iopub.bind(endpoint(connection, "iopub")),
  shell.bind(endpoint(connection, "shell")),
  control.bind(endpoint(connection, "control")),
  stdin.bind(endpoint(connection, "stdin")),
  heartbeat.bind(endpoint(connection, "hb")),
]);
publish("status", { execution_state: "starting" }, {});
if (setup.parentProcess !== undefined) watchParent(setup.parentProcess);
void receive("shell", shell);
void receive("control", control);
void answerHeartbeats();
