/** How far a long step is. */
export interface Progress {
  label: string;
  done: number;
  total: number;
}

const barWidth = 30;

/** Shows progress as a bar that redraws itself on a terminal, and as a line per step and quarter elsewhere. */
export function showProgress(screen: NodeJS.WriteStream): { show(progress: Progress): void; end(): void } {
  let shown = "";
  return {
    show: ({ label, done, total }) => {
      const share = total === 0 ? 1 : done / total;
      if (screen.isTTY) {
        const filled = Math.round(share * barWidth);
        const bar = "█".repeat(filled) + "░".repeat(barWidth - filled);
        screen.write(`\r\u001B[2K${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${label}`);
        return;
      }
      const line = `${label}: ${Math.floor(share * 4) * 25} %`;
      if (line !== shown) screen.write(`${line}\n`);
      shown = line;
    },
    end: () => void (screen.isTTY && screen.write("\r\u001B[2K")),
  };
}
