import { Notifications, useNotifications } from "@mantine/notifications";
import { useEffect } from "react";
import classes from "./toasts.module.css";

/** The bars of buttons at the bottom of a screen. */
const bars = "[data-bottom-bar]";
const gap = 8;

/** Short news in the corner, for a few seconds. It never lies on the buttons of a bar at the bottom of the screen. */
export function Toasts() {
  const { notifications } = useNotifications();
  const areShown = notifications.length > 0;
  useEffect(() => {
    if (!areShown) return;
    // The bar comes and goes, grows and scrolls: it is looked at anew for as long as there is a toast.
    let frame = 0;
    const look = () => {
      liftOverBars();
      frame = requestAnimationFrame(look);
    };
    look();
    return () => cancelAnimationFrame(frame);
  }, [areShown]);
  return <Notifications position="bottom-right" limit={4} className={classes.toasts ?? ""} />;
}

function liftOverBars(): void {
  const toasts = document.querySelector(`.${classes.toasts}[data-position="bottom-right"]`);
  if (!toasts) return;
  const { left, right, top, height } = toasts.getBoundingClientRect();
  const root = document.documentElement;
  const lift = Number.parseFloat(root.style.getPropertyValue("--vs-toasts-lift")) || 0;
  const unlifted = { top: top + lift, bottom: top + height + lift };
  const isInTheWay = (bar: DOMRect) =>
    bar.right > left - gap &&
    bar.left < right + gap &&
    bar.bottom > unlifted.top - gap &&
    bar.top < unlifted.bottom + gap;
  const tops = [...document.querySelectorAll(bars)]
    .map((bar) => bar.getBoundingClientRect())
    .filter(isInTheWay)
    .map((bar) => bar.top);
  const next = Math.max(0, unlifted.bottom + gap - Math.min(...tops));
  if (Math.abs(next - lift) > 0.5) root.style.setProperty("--vs-toasts-lift", `${next}px`);
}
