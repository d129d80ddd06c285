// Shrinks photos before they are sent, shows them, asks what they show and turns them.
const LONGEST = 1600;

async function draw(file, turns) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const [width, height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = turns % 2 ? [height, width] : [width, height];
  const pen = canvas.getContext("2d");
  pen.translate(canvas.width / 2, canvas.height / 2);
  pen.rotate((turns * Math.PI) / 2);
  pen.drawImage(picture, -width / 2, -height / 2, width, height);
  picture.close();
  return canvas;
}

function asFile(canvas, name) {
  return new Promise((done) => {
    canvas.toBlob((blob) => done(new File([blob], name, { type: "image/jpeg" })), "image/jpeg", 0.86);
  });
}

function button(label, icon) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "act";
  made.textContent = label;
  made.dataset.icon = icon;
  return made;
}

export function attach(root) {
  if (typeof createImageBitmap !== "function" || typeof DataTransfer !== "function") return;
  for (const box of root.querySelectorAll("[data-photo-input]")) {
    if (box.dataset.attached) continue;
    box.dataset.attached = "yes";
    const input = box.querySelector("input[type=file]");
    const list = box.querySelector("[data-photo-list]");
    const status = box.querySelector("[data-photo-status]");
    const most = Number(box.dataset.photoInput);
    let photos = [];

    const label = (key, n) => box.dataset[key].replace("{n}", n);

    const fill = async () => {
      const transfer = new DataTransfer();
      for (const photo of photos) transfer.items.add(photo.file);
      input.files = transfer.files;
    };

    const show = () => {
      list.replaceChildren(
        ...photos.map((photo, place) => {
          const item = document.createElement("li");
          item.className = "photo-input__item";
          const words = document.createElement("div");
          const id = `${input.id}_alt_${place}`;
          const name = document.createElement("label");
          name.className = "utrecht-form-label";
          name.htmlFor = id;
          name.textContent = label("altLabel", place + 1);
          const alt = document.createElement("input");
          alt.className = "utrecht-textbox utrecht-textbox--html-input";
          Object.assign(alt, { id, name: box.dataset.altName, value: photo.alt, maxLength: 200, type: "text" });
          alt.addEventListener("input", () => {
            photo.alt = alt.value;
          });
          const turn = button(label("turnLabel", place + 1));
          turn.addEventListener("click", async () => {
            photo.turns += 1;
            await prepare(photo);
            await fill();
            show();
          });
          const remove = button(label("removeLabel", place + 1));
          remove.addEventListener("click", async () => {
            photos.splice(place, 1);
            await fill();
            show();
            input.focus();
          });
          words.append(name, alt, turn, remove);
          item.append(photo.canvas, words);
          return item;
        }),
      );
    };

    const prepare = async (photo) => {
      photo.canvas = await draw(photo.source, photo.turns);
      photo.canvas.setAttribute("aria-hidden", "true");
      photo.file = await asFile(photo.canvas, photo.source.name.replace(/\.\w+$/, "") + ".jpg");
    };

    input.addEventListener("change", async () => {
      const chosen = [...input.files];
      status.textContent = photos.length + chosen.length > most ? box.dataset.tooMany : "";
      for (const source of chosen.slice(0, most - photos.length)) {
        const photo = { source, turns: 0, alt: "" };
        try {
          await prepare(photo);
          photos.push(photo);
        } catch {
          // A format this browser cannot draw (HEIC on a desktop): send it as it is.
          photo.file = source;
          photo.canvas = document.createElement("canvas");
          photos.push(photo);
        }
      }
      await fill();
      show();
    });
  }
}
